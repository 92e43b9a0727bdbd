import { emailTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { authGuard } from './auth-guard.ts';
import {
  addressPattern,
  certificatePattern,
  domainPattern,
  headerNamePattern,
  hostPattern,
  linePattern,
  privateKeyPattern,
} from './patterns.ts';

const line = () => z.string().max(998).regex(linePattern);
const address = () => z.string().max(254).regex(addressPattern);
const seconds = (initial: number, maximum: number) => z.number().min(0.1).max(maximum).default(initial);

const connectionFields = {
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(hostPattern)
    .meta({
      title: 'Mail server',
      description: 'Host name or IP address of the SMTP server.',
      examples: ['smtp.example.com'],
    }),
  port: z
    .int()
    .min(1)
    .max(65_535)
    .meta({
      title: 'Port',
      description: 'By default 465 with implicit TLS, else 587. Below 1024 only 25, 465 and 587 are allowed.',
      examples: [587],
    })
    .optional(),
  security: z
    .enum(['starttls', 'implicit-tls', 'opportunistic-starttls', 'none'])
    .default('starttls')
    .meta({
      title: 'Encryption',
      description:
        '`starttls` and `implicit-tls` always encrypt. `opportunistic-starttls` encrypts only when the server offers it, `none` never does: anyone on the way can read the messages.',
      examples: ['starttls'],
    }),
  auth: authGuard,
  allowCredentialsInClear: z.boolean().default(false).meta({
    title: 'Allow credentials without encryption',
    description: 'Sends password or token over a connection that is not encrypted. Only for a server on this machine.',
  }),
  ca: z
    .string()
    .max(100_000)
    .regex(certificatePattern)
    .meta({
      title: 'Certificate authority',
      description:
        'PEM certificates that the server’s certificate must come from, instead of the authorities Node trusts.',
      examples: ['-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----'],
    })
    .optional(),
  servername: z
    .string()
    .max(253)
    .regex(domainPattern)
    .meta({
      title: 'Name in the certificate',
      description: 'When the certificate is for another name than the host.',
      examples: ['mail.example.com'],
    })
    .optional(),
  clientName: z
    .string()
    .max(253)
    .regex(domainPattern)
    .meta({
      title: 'Client name',
      description: 'What the connector calls itself in EHLO. By default the domain of the sender.',
      examples: ['app.example.com'],
    })
    .optional(),
};

const messageFields = {
  from: z
    .strictObject({
      address: address().meta({
        title: 'Address',
        description: 'One plain address.',
        examples: ['no-reply@example.com'],
      }),
      name: line()
        .max(200)
        .meta({ title: 'Name', description: 'Shown beside the address.', examples: ['Example'] })
        .optional(),
    })
    .meta({ title: 'Sender', description: 'Who the messages come from.' }),
  replyTo: address()
    .meta({ title: 'Reply-to address', description: 'Where answers go.', examples: ['help@example.com'] })
    .optional(),
  dkim: z
    .strictObject({
      domain: z
        .string()
        .max(253)
        .regex(domainPattern)
        .meta({
          title: 'Domain',
          description: 'The sender’s domain, or one above it.',
          examples: ['example.com'],
        }),
      selector: z
        .string()
        .max(63)
        .regex(domainPattern)
        .meta({
          title: 'Selector',
          description: 'The public key is published at <selector>._domainkey.<domain>.',
          examples: ['mail2026'],
        }),
      privateKey: z
        .string()
        .max(20_000)
        .regex(privateKeyPattern)
        .meta({
          title: 'Private key',
          description: 'RSA, in PEM, without a passphrase.',
          examples: ['-----BEGIN PRIVATE KEY-----\n…\n-----END PRIVATE KEY-----'],
          secret: true,
        }),
    })
    .meta({ title: 'DKIM', description: 'Signs messages (RFC 6376). Most providers do this themselves.' })
    .optional(),
  headers: z
    .record(z.string().regex(headerNamePattern), line())
    .meta({
      title: 'Additional headers',
      description: 'Header fields that every message carries. Those that the connector writes itself are refused.',
      examples: [{ 'X-PM-Message-Stream': 'outbound' }],
    })
    .optional(),
  templates: z
    .array(emailTemplateGuard)
    .max(500)
    .meta({ title: 'Templates', description: 'Instead of the built-in ones, by type and language.' })
    .optional(),
};

const limitFields = {
  timeouts: z
    .strictObject({
      connection: seconds(10, 60).meta({
        title: 'Connection',
        description: 'Seconds until the connection stands, encrypted where it has to be.',
      }),
      greeting: seconds(10, 60).meta({ title: 'Greeting', description: 'Seconds until the server has greeted.' }),
      reply: seconds(15, 120).meta({
        title: 'Reply',
        description: 'Seconds of silence until the server counts as gone.',
      }),
      total: seconds(25, 180).meta({
        title: 'Total',
        description: 'Seconds for a whole message, waiting for a free connection included.',
      }),
    })
    .prefault({})
    .meta({ title: 'Time limits', description: 'In seconds.' }),
  pool: z
    .strictObject({
      maxConnections: z
        .int()
        .min(1)
        .max(50)
        .default(5)
        .meta({ title: 'Connections', description: 'Open at the same time at most.' }),
      maxMessagesPerConnection: z.int().min(1).max(10_000).default(500).meta({
        title: 'Messages per connection',
        description: 'After so many a connection is replaced.',
      }),
      idleTimeout: seconds(30, 240).meta({
        title: 'Idle time',
        description: 'Seconds until an unused connection is closed.',
      }),
    })
    .prefault({})
    .meta({ title: 'Connection pool', description: 'Connections are kept open between messages.' }),
};

/** Checks this connector's configuration. */
export const configGuard = z
  .strictObject({ ...connectionFields, ...messageFields, ...limitFields })
  .meta({ title: 'SMTP e-mail' });

/** A configuration as it is written. */
export type SmtpEmailConfig = z.input<typeof configGuard>;
/** A configuration with every default applied. */
export type ParsedConfig = z.output<typeof configGuard>;
