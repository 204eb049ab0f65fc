import { describe, expect, it } from '@jest/globals';
import { type Cell, cells, type RouteName, type StepName } from './model/story/cells.ts';
import { everyStory } from './model/story/everyStory.ts';
import type { Scope } from './model/story/world.ts';

const breaches = (cell: Cell, scope: Scope) => everyStory(cell, scope).breaches;
const noBreach: string[] = [];
const lost = 'a message is lost';
const early = 'acknowledged before it was durable or its work was done';
const stuck = 'it may stick';

/** A cell whose launcher does otherwise. */
const otherwise = (cell: Cell, routes: Partial<Record<RouteName, readonly StepName[]>>): Cell => ({
  ...cell,
  routes: { ...cell.routes, ...routes },
});

const without = (cell: Cell, step: StepName, route: RouteName = 'launch') =>
  otherwise(cell, { [route]: cell.routes[route]?.filter((name) => name !== step) });

/** With the second of two steps right before the first. */
const swapped = (cell: Cell, first: StepName, second: StepName, route: RouteName = 'launch') =>
  otherwise(cell, {
    [route]: cell.routes[route]?.flatMap((name) => (name === first ? [second, first] : name === second ? [] : [name])),
  });

describe('the launcher’s story, in every way that it can go,', () => {
  describe.each(Object.entries(cells))('with %s', (_, cell) => {
    it('ends, and has no duplicate, while nothing goes wrong', () => {
      expect(breaches(cell, { count: 2, faults: 0 })).toEqual(noBreach);
    });

    it('loses no message and acknowledges none too early, whatever one thing goes wrong', () => {
      expect(breaches(cell, { count: 2, faults: 1 })).toEqual(noBreach);
    });

    it('does so whatever two things go wrong with one message', () => {
      expect(breaches(cell, { count: 1, faults: 2 })).toEqual(noBreach);
    });
  });

  it('may lose a message of exec and dispatch where a pod that was deleted by force runs on, and none with a processor’s own Job', () => {
    const scope = { count: 2, faults: 1, outlives: true } as const;
    expect(breaches(cells.execDispatch, scope)).toContain(lost);
    expect(breaches(cells.jobDispatch, scope)).toEqual(noBreach);
  });
});

/** Each is what a simpler launcher would do. */
describe('without a part of it the model finds that', () => {
  const { execDispatch, jobDispatch, execCompletion, jobCompletion } = cells;
  const well: Scope = { count: 2, faults: 0 };
  const ill: Scope = { count: 2, faults: 1 };
  const outlived: Scope = { ...ill, outlives: true };

  it.each<[what: string, cell: Cell, scope: Scope, found: string]>([
    ['a message is acknowledged before its Secret is there', swapped(execDispatch, 'createSecret', 'acknowledge'), well, early],
    ['the same with a processor’s own Job', swapped(jobDispatch, 'createSecret', 'acknowledge'), well, early],
    ['a Secret that was made before the processor’s Job goes with the launcher’s', secretFirst(jobDispatch), well, lost],
    ['a Job that another pod has deleted is not looked for again', without(jobDispatch, 'recheckProcessor'), outlived, early],
    ['it is looked for too early', swapped(jobDispatch, 'createSecret', 'recheckProcessor'), outlived, early],
    ['a Job is deleted whose message its launcher is about to keep', without(jobDispatch, 'bar', 'discard'), outlived, early],
    ['a pod that follows another pulls, too', without(jobDispatch, 'standDown'), ill, 'two messages under one TARGET'],
    ['an earlier pod’s Job is used for another message', adopted(jobDispatch), ill, 'a processor with the variables of another message'],
    ['an earlier pod’s Secret is not looked for', without(execDispatch, 'findSecret'), ill, stuck],
    ['a message is never acknowledged', without(execDispatch, 'acknowledge'), well, 'a duplicate without a fault'],
    ['a message is acknowledged before its work is done', swapped(execCompletion, 'leaveMessage', 'acknowledge'), well, early],
    ['the same with a processor’s own Job in completion', swapped(jobCompletion, 'leaveMessage', 'acknowledge'), well, early],
    ['a failed message is acknowledged before it is published', republishedLate(execCompletion), well, early],
    ['it is acknowledged before it is parked', swapped(jobCompletion, 'park', 'acknowledge', 'failedFinally'), well, early],
    ['what succeeded is given back', otherwise(execCompletion, { succeeded: ['giveBack', 'end'] }), well, 'a duplicate without a fault'],
    [
      'a message is given back first',
      swapped(jobCompletion, 'deleteProcessor', 'giveBack', 'giveUp'),
      ill,
      'given back while its processor works on',
    ],
    ['nobody ends the wait after a restart', otherwise(jobCompletion, { restarted: ['start', 'end'] }), ill, stuck],
    ['nobody ends the wait after a lost connection', otherwise(jobCompletion, { unsettled: ['end'] }), ill, stuck],
  ])('%s', (_, cell, scope, found) => {
    expect(breaches(cell, scope)).toContain(found);
  });
});

function secretFirst(cell: Cell): Cell {
  return swapped(cell, 'createProcessor', 'createSecret');
}

function adopted(cell: Cell): Cell {
  return otherwise(cell, { discard: ['pull', 'createSecret', 'acknowledge', 'leaveNothing', 'end'] });
}

function republishedLate(cell: Cell): Cell {
  return swapped(cell, 'publishAgain', 'acknowledge', 'failedUncounted');
}
