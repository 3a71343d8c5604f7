import { lessons } from '@agon/models';
import { listNetworks } from '@agon/nets';
import { trainer } from '@agon/runs';
import { describe, expect, it } from 'vitest';
import { lecture } from './lecture.js';

describe('the lecture', () => {
  it('has a place for every lesson, and every lesson that it names exists, in one place', () => {
    const placed = lecture.flatMap((slide) => slide.lessons);
    expect(placed.toSorted()).toEqual(lessons.map(({ id }) => id).toSorted());
  });

  it('names networks that there are, and what can be trained', () => {
    const networks = new Set<string>(listNetworks().map(({ id }) => id));
    const named = lecture.flatMap((slide) => slide.networks ?? []);
    expect(named.filter((id) => !networks.has(id))).toEqual([]);
    for (const id of lecture.flatMap((slide) => slide.trainers ?? [])) expect(trainer(id).id).toBe(id);
  });

  it('has the topics of the slides, each once, each with a paper', () => {
    expect(lecture.length).toBe(18);
    expect(new Set(lecture.map(({ topic }) => topic)).size).toBe(lecture.length);
    for (const { paper } of lecture) expect(paper).toMatch(/\b(19|20)\d\d\b/);
  });
});
