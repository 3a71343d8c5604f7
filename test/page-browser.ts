/** Chromium for tests of the page: pages that note every fault, so that a test can ask for none. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Chromium without what it does in the background: it must not reach out of this machine. */
const QUIET = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-sync',
  '--no-first-run',
];

/**
 * @param path Chromium's executable
 * @param more flags of Chromium
 */
export function launchBrowser(path: string, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: path, args: [...QUIET, ...more] });
}

/** A page with the errors that it has reported so far: exceptions, console errors and warnings, violated policies. */
export interface WatchedPage {
  page: Page;
  faults: string[];
}

/** Chromium says this of its own software renderer when a screenshot is taken. */
const OF_CHROMIUM = /GPU stall due to ReadPixels/;

export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || OF_CHROMIUM.test(message.text())) return;
    faults.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
    const counted = window as unknown as { framesAsked: number; shift: number };
    counted.framesAsked = 0;
    counted.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
      })[])
        if (!entry.hadRecentInput) counted.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
    const ask = requestAnimationFrame.bind(window);
    window.requestAnimationFrame = (callback) => {
      counted.framesAsked++;
      return ask(callback);
    };
  });
  await page.goto(address);
  return { page, faults };
}

/** How many animation frames the page asks for within so many milliseconds. */
export async function framesAskedIn(page: Page, milliseconds: number): Promise<number> {
  const asked = (): Promise<number> =>
    page.evaluate(() => (window as unknown as { framesAsked: number }).framesAsked);
  const before = await asked();
  await page.waitForTimeout(milliseconds);
  return (await asked()) - before;
}

/** How much of the page has moved by itself so far: the sum of layout shifts, as web vitals count them. */
export const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { shift: number }).shift);
