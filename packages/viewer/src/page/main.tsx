/** The page's entry: follows the address bar and the server's runs, and draws. */
import { render } from 'preact';
import { App } from './app.js';
import { startAppearance } from './elements/appearance.js';
import { startRouting } from './route.js';
import { followRuns } from './server/feeds.js';
import 'uplot/dist/uPlot.min.css';
import './style/base.css';
import './style/views.css';
import './style/pictures.css';
import './style/home.css';
import './style/kept.css';
import './style/compare.css';
import './style/lecture.css';

startAppearance();
startRouting();
followRuns();
const host = document.getElementById('app');
if (host) render(<App />, host);
