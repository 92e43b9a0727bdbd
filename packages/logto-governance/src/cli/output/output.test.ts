import { oddNames } from '@jackfield/connector-test-kit/logto';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';
import { createProgressDisplay } from './progress.ts';
import { safeJson, safeText, textWidth } from './safe-text.ts';
import { tableLines } from './table.ts';

/** What steers a terminal, or turns a line around. */
const steering = /[\p{Cc}\p{Cf}\u2028\u2029]/u;

describe('texts on a terminal', () => {
  it.each(oddNames)('attack: terminal escape codes in names: %j', (name) => {
    expect(safeText(name)).not.toMatch(steering);
    expect(safeJson({ name })).not.toMatch(steering);
    expect(JSON.parse(safeJson({ name }))).toEqual({ name });
    for (const line of tableLines(['name'], [[name]])) expect(line).not.toMatch(steering);
  });

  it('shows what it does not pass on', () => {
    expect(safeText('gpj.\u202Eexe \u001B[2J')).toBe('gpj.\\u{202e}exe \\u{1b}[2J');
    expect(safeText('Ada Lovelace, Ωmega, 山田')).toBe('Ada Lovelace, Ωmega, 山田');
  });

  it('keeps the columns of a table straight, whatever script', () => {
    const lines = [
      ...tableLines(
        ['name', 'id'],
        [
          ['山田', '1'],
          ['Ada', '2'],
          ['e\u0301te\u0301', '3'],
        ],
      ),
    ];
    const starts = lines.map((line) => textWidth(line.slice(0, line.lastIndexOf('  ') + 2)));
    expect(lines.slice(2).map((line) => line.at(-1))).toEqual(['1', '2', '3']);
    expect(new Set(starts.slice(2)).size).toBe(1);
  });

  it('prints a table of many rows to its end', () => {
    const rows = Array.from({ length: 1_203 }, (_, index) => [String(index)]);
    const lines = [...tableLines(['number'], rows)];
    expect(lines).toHaveLength(1_205);
    expect(lines.at(-1)).toBe('1202');
  });
});

describe('CSV', () => {
  const formulas = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '  =1', '＝1', '\u200B=1', '"=1', `'=1`];

  it.each(formulas)('attack: CSV formula injection: %j', (text) => {
    expect(csvLine([text]).startsWith(`"'`)).toBe(true);
  });

  it('leaves other texts as they are, and quotes everything', () => {
    expect(csvLine(['Ada', 'a "b", c', 'line\nbreak', 'a=b', ''])).toBe(
      '"Ada","a ""b"", c","line\nbreak","a=b",""\r\n',
    );
  });
});

describe('progress', () => {
  function shown(isTTY: boolean): {
    written: string[];
    stream: { isTTY: boolean; columns: number; write(text: string): void };
  } {
    const written: string[] = [];
    return { written, stream: { isTTY, columns: 80, write: (text) => written.push(text) } };
  }

  it('is a bar with counts, rate and remaining time on a terminal', () => {
    const { written, stream } = shown(true);
    let now = 0;
    const display = createProgressDisplay(stream, () => now);
    display.update({ phase: 'users', done: 0, total: 1_000, requests: 1 });
    now = 10_000;
    display.update({ phase: 'users', done: 500, total: 1_000, requests: 6 });
    now = 10_050;
    display.update({ phase: 'users', done: 501, total: 1_000, requests: 6 });
    display.end();
    expect(written).toEqual([
      '\r\u001B[2K[........................] Users 0/1000 (0 %), 1 request',
      '\r\u001B[2K[############............] Users 500/1000 (50 %), 50/s, 0:10 left, 6 requests',
      '\r\u001B[2K',
    ]);
  });

  it('is plain lines in a log: at each phase, each pause, and every ten seconds', () => {
    const { written, stream } = shown(false);
    let now = 0;
    const display = createProgressDisplay(stream, () => now);
    for (; now < 21_000; now += 1_000) {
      display.update({ phase: 'users', done: now / 1_000, requests: 1 });
    }
    display.update({ phase: 'users', done: 21, requests: 1, pausedFor: 7 });
    display.update({ phase: 'members', done: 0, total: 0, requests: 2 });
    display.end();
    expect(written).toEqual([
      'Users 0, 1 request\n',
      'Users 10, 1.0/s, 1 request\n',
      'Users 20, 1.0/s, 1 request\n',
      'Users 21, waiting 7 s: Logto limits the rate, 1 request\n',
      'Organizations with members 0/0, 2 requests\n',
    ]);
  });

  it('never writes more than fits a line', () => {
    const { written, stream } = shown(true);
    const display = createProgressDisplay({ ...stream, columns: 30 }, () => 0);
    display.update({ phase: 'verification', done: 1_000_000, total: 2_000_000, requests: 123_456 });
    expect(written[0]?.replace('\r\u001B[2K', '').length).toBeLessThan(30);
  });
});
