import { describe, expect, it } from 'vitest';
import { Timeline } from './timeline.js';

describe('Timeline', () => {
  it('plays so many steps a second and stops at the end', () => {
    const timeline = new Timeline(25, 0, 10);
    timeline.play(1000);
    expect(timeline.advance(1050)).toBe(false);
    expect(timeline.advance(1100)).toBe(true);
    expect(timeline.position).toBe(1);
    timeline.advance(2000);
    expect(timeline.position).toBe(10);
    timeline.advance(9000);
    expect([timeline.position, timeline.playing]).toEqual([25, false]);
  });

  it('does not lose fractions of a step between frames', () => {
    const timeline = new Timeline(1000, 0, 7);
    timeline.play(0);
    for (let frame = 1; frame <= 600; frame++) timeline.advance((frame * 1000) / 60);
    expect(timeline.position).toBe(70);
  });

  it('plays again from the start after the end, and does not play what is empty', () => {
    const timeline = new Timeline(5, 5, 1);
    timeline.toggle(0);
    expect([timeline.position, timeline.playing]).toEqual([0, true]);
    const empty = new Timeline(0, 0, 1);
    empty.play(0);
    expect(empty.playing).toBe(false);
  });

  it('stays inside the replay wherever it is sent', () => {
    const timeline = new Timeline(30, 99, 1);
    expect(timeline.position).toBe(30);
    timeline.step(-100);
    expect(timeline.position).toBe(0);
    timeline.seek(12.7, 0);
    expect(timeline.position).toBe(12);
    timeline.step(10);
    expect(timeline.position).toBe(22);
  });

  it('stops when stepped by hand, goes on when scrubbed', () => {
    const timeline = new Timeline(30, 0, 10);
    timeline.play(0);
    timeline.seek(10, 500);
    timeline.advance(1000);
    expect([timeline.position, timeline.playing]).toEqual([15, true]);
    timeline.step(1);
    expect([timeline.position, timeline.playing]).toEqual([16, false]);
  });

  it('keeps its place when the speed changes', () => {
    const timeline = new Timeline(100, 0, 10);
    timeline.play(0);
    timeline.advance(1000);
    timeline.changeSpeed(+1, 1000);
    expect(timeline.speed).toBe(20);
    timeline.advance(2000);
    expect(timeline.position).toBe(30);
    for (let i = 0; i < 10; i++) timeline.changeSpeed(-1, 2000);
    expect(timeline.speed).toBe(1);
  });
});
