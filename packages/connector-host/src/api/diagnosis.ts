import { type Connector, ConnectorError, type DiagnosticStep } from '@jackfield/connector-kit';
import type { Log } from '../log.ts';

/** Milliseconds after which a diagnosis is given up. */
const longestDiagnosis = 120_000;
/** Far more than any connector has. */
const mostSteps = 200;

/**
 * Streams a connector's steps as they finish: one JSON object a line. A step is begun when the client has taken the one
 * before, and none once it has gone.
 */
export function diagnosisResponse(
  connector: Connector,
  requestId: string,
  log: Log,
  timeout = longestDiagnosis,
): Response {
  const steps = stepsOf(connector, requestId, log);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, timeout, 'late');
  });
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const result = await Promise.race([steps.next(), late]);
        if (result === 'late') {
          controller.enqueue(toLine(failed('It took too long, and was given up.')));
          // Nobody waits for it: it ends when the step under way does.
          void steps.return();
        } else if (!result.done) return controller.enqueue(toLine(result.value));
        clearTimeout(timer);
        controller.close();
      },
      cancel() {
        clearTimeout(timer);
        void steps.return();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}

/** Throws nothing: what goes wrong is the last step. */
async function* stepsOf(connector: Connector, requestId: string, log: Log): AsyncGenerator<DiagnosticStep, void, void> {
  let count = 0;
  try {
    for await (const { id, title, status, detail, fix } of connector.diagnose()) {
      yield { id, title, status, detail, ...(fix !== undefined && { fix }) };
      count += 1;
      if (count >= mostSteps) return;
    }
  } catch (error) {
    log('error', 'diagnosis.failed', { requestId, connector: connector.metadata.id, error });
    yield failed(ConnectorError.isInstance(error) ? error.message : 'The connector failed to examine itself.');
  }
}

function failed(detail: string): DiagnosticStep {
  return { id: 'diagnosis', title: 'Diagnosis', status: 'fail', detail };
}

function toLine(step: DiagnosticStep): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(step)}\n`);
}
