import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';

/** Somebody who can be asked. */
export interface Terminal {
  /** What was typed. @throws {Interrupted} */
  ask(question: string): Promise<string>;
  /** As {@link ask}, without showing what is typed. @throws {Interrupted} */
  askSecret(question: string): Promise<string>;
}

/** Ctrl-C or the end of the input, instead of an answer. */
export class Interrupted extends Error {}

/** @param output a terminal that questions are shown on */
export function createTerminal(input: Readable, output: Writable): Terminal {
  const read = async (question: string, shown: Writable): Promise<string> => {
    output.write(question);
    const reader = createInterface({ input, output: shown, terminal: true });
    const ended = new AbortController();
    reader.once('SIGINT', () => reader.close());
    reader.once('close', () => ended.abort());
    try {
      const [line] = await once(reader, 'line', { signal: ended.signal });
      return String(line);
    } catch {
      output.write('\n');
      throw new Interrupted();
    } finally {
      reader.close();
    }
  };
  return {
    ask: (question) => read(question, output),
    async askSecret(question) {
      const answer = await read(question, nowhere());
      output.write('\n');
      return answer;
    },
  };
}

/** Where what is typed goes instead of the terminal. */
function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
