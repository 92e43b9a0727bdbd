/** What the parent is told: an answer, or why there is none. */
export type Reply = { answer: unknown } | { failure: string };

/** Answers the questions of the parent process until it is gone; it asks one at a time. */
export function answerParent(answer: (question: unknown) => Promise<unknown>): void {
  process.on('message', (question) => {
    void replyTo(question, answer).then((reply) => process.send?.(reply));
  });
  process.on('disconnect', () => process.exit());
}

async function replyTo(question: unknown, answer: (question: unknown) => Promise<unknown>): Promise<Reply> {
  try {
    return { answer: await answer(question) };
  } catch (error) {
    return { failure: describe(error) };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const hint = 'hint' in error && typeof error.hint === 'string' ? ` ${error.hint}` : '';
  return `${error.name}: ${error.message}${hint}`;
}
