/** What every lesson has, as people read it. */
import { describeSettings } from '@agon/core';
import { describe, expect, it } from 'vitest';
import { findLesson, lessons } from './lessons.js';

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s', (id, lesson) => {
  it('is found by its name', () => {
    expect(findLesson(id)).toBe(lesson);
  });

  it('asks a question and answers in three sentences, in plain words', () => {
    expect(lesson.question).toMatch(/\?$/);
    expect(lesson.sentences).toHaveLength(3);
    for (const text of [...lesson.sentences, lesson.usedBy]) expect(text).toMatch(/^[A-Z][^`]*\.$/);
    expect(lesson.paper).toMatch(/\b(19|20)\d\d\b/);
  });

  it('names a command that can be pasted, and says what each setting means', () => {
    expect(lesson.command).toMatch(/^npx agon /);
    for (const { key, description } of describeSettings(lesson.schema)) expect(description, key).not.toBe('');
  });
});

it('names the near one where there is no such lesson', () => {
  expect(() => findLesson('softmacks')).toThrow(/unknown lesson "softmacks"/);
});
