import {
  type Attributes,
  context,
  type Histogram,
  type MeterProvider,
  metrics,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import { errorType } from './error-type.ts';
import { httpMethod } from './http-attributes.ts';
import { redactText } from './redact-text.ts';

/** What the host measures of its flows. */
export type FlowStep = 'sign-in.start' | 'sign-in.callback' | 'code.send' | 'code.verify';

/** Where spans and metrics go; by default what the program has registered with `@opentelemetry/api`, else nowhere. */
export interface TelemetryProviders {
  readonly tracerProvider?: TracerProvider;
  readonly meterProvider?: MeterProvider;
}

/** One thing that is done, as a span and in a histogram. */
export interface Operation {
  readonly span: string;
  readonly kind?: SpanKind;
  /** Of span and metric: few values each, and nothing secret. */
  readonly attributes: Attributes;
  /** Of its duration in seconds. */
  readonly duration: Histogram;
}

export interface Telemetry {
  /** Does `work` within a span, which notes by its code that it has failed. */
  withSpan<Result>(name: string, attributes: Attributes, work: (span: Span) => Promise<Result>): Promise<Result>;
  /**
   * Does one step of a flow: a span `jackfield.<step>`, the counter `jackfield.flow.steps` and the histogram
   * `jackfield.flow.step.duration`.
   *
   * @param connectorId the package's `metadata.id`, where one takes part
   */
  step<Result>(step: FlowStep, connectorId: string | undefined, work: () => Promise<Result>): Promise<Result>;
  /**
   * Answers a request of the API or of a sign-in: a server span, which continues the caller's trace, and
   * `http.server.request.duration`. Neither has the path or the query: they may hold ids, codes and tokens.
   *
   * @param route asked afterwards: the pattern that fitted, such as `/api/connectors/:id`
   */
  answer(request: Request, work: () => Promise<Response>, route?: () => string | undefined): Promise<Response>;
  /** @param finish gives what is known at the end, of the result or the error */
  measure<Result>(
    operation: Operation,
    work: () => Promise<Result>,
    finish: (result: Result | undefined, error: unknown, span: Span) => Attributes,
  ): Promise<Result>;
  /** A histogram of durations in seconds. */
  durations(name: string, description: string): Histogram;
  /** A span that is ended by its owner. */
  startSpan(name: string, kind: SpanKind, attributes: Attributes): Span;
}

const scope = '@jackfield/connector-host';
/** Seconds; advised for HTTP by OpenTelemetry's conventions. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * Makes the host's spans and metrics. After the program has registered its providers: metrics of an earlier one are lost.
 */
export function createTelemetry(providers: TelemetryProviders = {}): Telemetry {
  const tracer = (providers.tracerProvider ?? trace.getTracerProvider()).getTracer(scope);
  const meter = (providers.meterProvider ?? metrics.getMeterProvider()).getMeter(scope);
  const durations = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: boundaries } });
  const steps = meter.createCounter('jackfield.flow.steps', { description: 'Steps of flows.', unit: '{step}' });
  const stepDuration = durations('jackfield.flow.step.duration', 'Duration of steps of flows.');
  const requestDuration = durations('http.server.request.duration', 'Duration of HTTP server requests.');

  const measure: Telemetry['measure'] = (
    { span: name, kind = SpanKind.INTERNAL, attributes, duration },
    work,
    finish,
  ) => {
    const start = performance.now();
    return tracer.startActiveSpan(name, { kind, attributes }, async (span) => {
      const end = (more: Attributes): void => {
        span.setAttributes(more);
        if (more['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
        duration.record((performance.now() - start) / 1000, { ...attributes, ...more });
        span.end();
      };
      try {
        const result = await work();
        end(finish(result, undefined, span));
        return result;
      } catch (error) {
        end({ 'error.type': errorType(error), ...finish(undefined, error, span) });
        throw error;
      }
    });
  };

  return {
    measure,
    durations,
    startSpan: (name, kind, attributes) => tracer.startSpan(name, { kind, attributes }),
    withSpan: (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes: safeAttributes(attributes) }, async (span) => {
        try {
          return await work(span);
        } catch (error) {
          span.setAttribute('error.type', errorType(error));
          span.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          span.end();
        }
      }),
    step(step, connectorId, work) {
      const connector = connectorId === undefined ? {} : { 'jackfield.connector.id': connectorId };
      const attributes = { 'jackfield.flow.step': step, ...connector };
      const count = (more: Attributes): Attributes => {
        steps.add(1, { ...attributes, ...more });
        return more;
      };
      const operation = { span: `jackfield.${step}`, attributes, duration: stepDuration };
      return measure(operation, work, (_result, error) =>
        count(error === undefined ? {} : { 'error.type': errorType(error) }),
      );
    },
    answer(request, work, route = () => undefined) {
      const method = httpMethod(request.method);
      const attributes = {
        'http.request.method': method,
        'url.scheme': request.url.slice(0, request.url.indexOf(':')),
      };
      const operation = { span: method, kind: SpanKind.SERVER, attributes, duration: requestDuration };
      const parent = propagation.extract(context.active(), request.headers, headerGetter);
      return context.with(parent, () =>
        measure(operation, work, (response, error, span) => {
          const path = route();
          if (path !== undefined) span.updateName(`${method} ${path}`);
          const status = response?.status ?? 500;
          return {
            ...(path !== undefined && { 'http.route': path }),
            'http.response.status_code': status,
            ...(status >= 500 && { 'error.type': error === undefined ? String(status) : errorType(error) }),
          };
        }),
      );
    },
  };
}

const headerGetter = {
  get: (headers: Headers, key: string) => headers.get(key) ?? undefined,
  keys: (headers: Headers) => [...headers.keys()],
};

function safeAttributes(attributes: Attributes): Attributes {
  const safe: Attributes = {};
  for (const [key, value] of Object.entries(attributes)) {
    safe[key] = typeof value === 'string' ? redactText(value) : value;
  }
  return safe;
}
