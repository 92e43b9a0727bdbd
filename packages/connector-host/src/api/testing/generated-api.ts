export interface paths {
  '/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what was changed
     * @description Needs the scope `read`.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/audit/verification': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the audit log is whole
     * @description Needs the scope `read`.
     */
    get: operations['verifyAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connector-factories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List what is installed
     * @description Needs the scope `read`.
     */
    get: operations['listFactories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connector-factories/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what an installed package says of itself
     * @description Needs the scope `read`.
     */
    get: operations['getFactory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connector-factories/{id}/diagnostics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Find what is wrong with a configuration before it is stored
     * @description The steps come as they finish, one JSON object a line. It stops when the client goes.
     *
     *     Needs the scope `write`.
     */
    post: operations['diagnoseConfig'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connectors': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the connectors
     * @description Needs the scope `read`.
     */
    get: operations['listConnectors'];
    put?: never;
    /**
     * Add a connector
     * @description An e-mail or SMS connector replaces the active one of its type; the answer names what was replaced.
     *
     *     Needs the scope `write`.
     */
    post: operations['createConnector'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connectors/{factoryId}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a test message
     * @description By the stored e-mail or SMS connector of this factory, or by a configuration that is not stored yet.
     *
     *     Needs the scope `write`.
     */
    post: operations['sendTestMessage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connectors/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a connector
     * @description Needs the scope `read`.
     */
    get: operations['getConnector'];
    put?: never;
    post?: never;
    /**
     * Remove a connector
     * @description Needs the scope `write`.
     */
    delete: operations['removeConnector'];
    options?: never;
    head?: never;
    /**
     * Change a connector
     * @description Needs the scope `write`.
     */
    patch: operations['changeConnector'];
    trace?: never;
  };
  '/connectors/{id}/authorization-uri': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * See where a sign-in would send the browser
     * @description Nothing is begun: what comes back from that URL is refused. People sign in by the sign-in routes.
     *
     *     Needs the scope `write`.
     */
    post: operations['getAuthorizationUri'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/connectors/{id}/diagnostics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Find what is wrong with a connector
     * @description The steps come as they finish, one JSON object a line. It stops when the client goes.
     *
     *     Needs the scope `write`.
     */
    post: operations['diagnoseConnector'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read this document as a page */
    get: operations['getDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Write all connectors into one file
     * @description With a reference (`env:NAME` or `file:path`) in the place of each secret, never a secret.
     *
     *     Needs the scope `read`.
     */
    get: operations['exportConnectors'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/import': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Bring the connectors to what a file says
     * @description All of it or nothing. References are followed on the server, within what it allows.
     *
     *     Needs the scope `write`.
     */
    post: operations['importConnectors'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Read this document */
    get: operations['getDocument'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Say who I am
     * @description Needs the scope `read`.
     */
    get: operations['getSession'];
    put?: never;
    /**
     * Sign in to the console
     * @description From pages of this host alone. Sets a cookie that stands for the token; a script cannot read it.
     */
    post: operations['startSession'];
    /** Sign out of the console */
    delete: operations['endSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the tokens of the API
     * @description Needs the scope `write`.
     */
    get: operations['listTokens'];
    put?: never;
    /**
     * Make a token
     * @description It never outlives the token that makes it.
     *
     *     Needs the scope `write`.
     */
    post: operations['createToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/tokens/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Revoke a token
     * @description Sessions of the console that were begun with it end, too.
     *
     *     Needs the scope `write`.
     */
    delete: operations['revokeToken'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    AuditPage: {
      /** @description Newest first. */
      entries: {
        /** @example connector.create */
        action: string;
        /** @example token:Q2hhcmxlcw */
        actor: string;
        /** @description When; milliseconds since the epoch. */
        at: number;
        details: {
          [key: string]: unknown;
        };
        sequence: number;
        /** @description Id of what was changed. */
        subject: string;
      }[];
      /** @description For `before`, when there are older entries. */
      next?: number;
    };
    AuditVerification: {
      /** @description How many are right, from the first on. */
      entries: number;
      /** @enum {string} */
      fault?: 'missing' | 'changed' | 'cut' | 'added' | 'head' | 'key';
      /** @description What that means. */
      hint?: string;
      intact: boolean;
      /** @description Where the chain is broken first. */
      sequence?: number;
    };
    AuthorizationRequest: {
      /** Format: uri */
      redirectUri: string;
      scope?: string;
      /** @description Default: random. */
      state?: string;
    };
    AuthorizationUri: {
      redirectTo: string;
    };
    ChangeConnector: {
      /** @description The new issuer, to put it behind a target that has identities of another one. */
      allowIssuer?: string;
      /** @description Replaces the whole configuration. A placeholder `••••••••` in the place of a secret keeps the stored one. */
      config?: {
        [key: string]: unknown;
      };
      /** @description Replaces the whole override. */
      metadata?: {
        /** @description https URL, fetched once, or data URL. */
        logo?: string;
        /** @description `null`: `logo` serves dark pages too. */
        logoDark?: string | null;
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        name?: {
          [key: string]: string;
        };
        /**
         * @description Key of its people’s identities; never changes.
         * @example acme
         */
        target?: string;
      };
      /** @description Take name and avatar at each sign-in, not at the first alone. */
      syncProfile?: boolean;
      /** @description Keep the provider’s tokens, encrypted. */
      tokenStorage?: boolean;
      /** @description Refuses the change when it is another one by now (409). */
      version?: number;
    };
    Connector: {
      /** @description With the placeholder `••••••••` for each secret that is set. */
      config: {
        [key: string]: unknown;
      };
      connectorId: string;
      /** @description When it was made; milliseconds since the epoch. */
      createdAt: number;
      id: string;
      isStandard: boolean;
      /** @description Whose subjects its people have; `null` while that is not known. */
      issuer: string | null;
      /** @description Data URL or https URL. */
      logo: string;
      logoDark: string | null;
      /** @description What a standard connector says of itself instead of its package. */
      metadata: {
        /** @description https URL, fetched once, or data URL. */
        logo?: string;
        /** @description `null`: `logo` serves dark pages too. */
        logoDark?: string | null;
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        name?: {
          [key: string]: string;
        };
        /**
         * @description Key of its people’s identities; never changes.
         * @example acme
         */
        target?: string;
      };
      /**
       * @description BCP 47 language tag → text.
       * @example {
       *       "en": "Acme"
       *     }
       */
      name: {
        [key: string]: string;
      };
      /** @description `null` for all but social connectors. */
      platform: ('Native' | 'Web' | 'Universal') | null;
      /** @description Why it cannot be used, and the way out. */
      problem?: {
        code: string;
        hint: string;
        message: string;
      };
      secretsSet: string[];
      syncProfile: boolean;
      target: string;
      tokenStorage: boolean;
      /** @enum {string} */
      type: 'Social' | 'Email' | 'Sms' | 'Governance';
      /** @description When it was last changed; milliseconds since the epoch. */
      updatedAt: number;
      version: number;
    };
    ConnectorList: components['schemas']['Connector'][];
    CreateConnector: {
      /** @description The new issuer, to put it behind a target that has identities of another one. */
      allowIssuer?: string;
      /** @description Fits the factory’s `configSchema`. */
      config: {
        [key: string]: unknown;
      };
      /**
       * @description The factory’s id.
       * @example github
       */
      connectorId: string;
      /** @description Letters, digits, dashes and underscores; at most 64. Default: random. */
      id?: string;
      /** @description What a standard connector says of itself instead of its package. */
      metadata?: {
        /** @description https URL, fetched once, or data URL. */
        logo?: string;
        /** @description `null`: `logo` serves dark pages too. */
        logoDark?: string | null;
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        name?: {
          [key: string]: string;
        };
        /**
         * @description Key of its people’s identities; never changes.
         * @example acme
         */
        target?: string;
      };
      /** @description Take name and avatar at each sign-in, not at the first alone. */
      syncProfile?: boolean;
      /** @description Keep the provider’s tokens, encrypted. */
      tokenStorage?: boolean;
    };
    CreatedConnector: {
      /** @description With the placeholder `••••••••` for each secret that is set. */
      config: {
        [key: string]: unknown;
      };
      connectorId: string;
      /** @description When it was made; milliseconds since the epoch. */
      createdAt: number;
      id: string;
      isStandard: boolean;
      /** @description Whose subjects its people have; `null` while that is not known. */
      issuer: string | null;
      /** @description Data URL or https URL. */
      logo: string;
      logoDark: string | null;
      /** @description What a standard connector says of itself instead of its package. */
      metadata: {
        /** @description https URL, fetched once, or data URL. */
        logo?: string;
        /** @description `null`: `logo` serves dark pages too. */
        logoDark?: string | null;
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        name?: {
          [key: string]: string;
        };
        /**
         * @description Key of its people’s identities; never changes.
         * @example acme
         */
        target?: string;
      };
      /**
       * @description BCP 47 language tag → text.
       * @example {
       *       "en": "Acme"
       *     }
       */
      name: {
        [key: string]: string;
      };
      /** @description `null` for all but social connectors. */
      platform: ('Native' | 'Web' | 'Universal') | null;
      /** @description Why it cannot be used, and the way out. */
      problem?: {
        code: string;
        hint: string;
        message: string;
      };
      /** @description The e-mail or SMS connector that was active until now. */
      replaced?: {
        connectorId: string;
        id: string;
      };
      secretsSet: string[];
      syncProfile: boolean;
      target: string;
      tokenStorage: boolean;
      /** @enum {string} */
      type: 'Social' | 'Email' | 'Sms' | 'Governance';
      /** @description When it was last changed; milliseconds since the epoch. */
      updatedAt: number;
      version: number;
    };
    CreatedToken: {
      /** @description When it was made; milliseconds since the epoch. */
      createdAt: number;
      /** @description Milliseconds since the epoch; `null`: never. */
      expiresAt: number | null;
      id: string;
      name: string;
      /**
       * @description `write` includes `read`.
       * @enum {string}
       */
      scope: 'read' | 'write';
      /** @description Shown this once. */
      token: string;
    };
    CreateToken: {
      /** @description Milliseconds since the epoch; `null`: never. Default and limit: when the caller’s own token ends. */
      expiresAt?: number | null;
      /** @description What it is for. */
      name: string;
      /**
       * @description `write` includes `read`.
       * @enum {string}
       */
      scope: 'read' | 'write';
    };
    DiagnosticStep: {
      detail: string;
      fix?: string;
      id: string;
      /** @enum {string} */
      status: 'pass' | 'warn' | 'fail' | 'skipped';
      title: string;
    };
    Export: {
      connectors: {
        /** @description A secret is a reference: `env:NAME` or `file:path`; the placeholder `••••••••` keeps the stored one. */
        config: {
          [key: string]: unknown;
        };
        /** @description Letters, digits, dots, dashes and underscores; at most 64. */
        connectorId: string;
        /** @description Letters, digits, dashes and underscores; at most 64. */
        id: string;
        /** @description What a standard connector says of itself instead of its package. */
        metadata?: {
          /** @description https URL, fetched once, or data URL. */
          logo?: string;
          /** @description `null`: `logo` serves dark pages too. */
          logoDark?: string | null;
          /**
           * @description BCP 47 language tag → text.
           * @example {
           *       "en": "Acme"
           *     }
           */
          name?: {
            [key: string]: string;
          };
          /**
           * @description Key of its people’s identities; never changes.
           * @example acme
           */
          target?: string;
        };
        /** @description Take name and avatar at each sign-in, not at the first alone. */
        syncProfile?: boolean;
        /** @description Keep the provider’s tokens, encrypted. */
        tokenStorage?: boolean;
      }[];
      exportedAt: string;
      /** @constant */
      format: 'jackfield-connectors';
      /** @description Connectors whose configuration cannot be read. */
      omitted: {
        code: string;
        connectorId: string;
        id: string;
      }[];
      /** @description Where the importing host looks for secrets; `isKnown`: the secret came from there. */
      references: {
        connector: string;
        isKnown: boolean;
        path: string;
        reference: string;
      }[];
      /** @constant */
      version: 1;
    };
    Factory: {
      /** @description JSON Schema, draft 7; `secret: true` marks secrets. */
      configSchema: {
        [key: string]: unknown;
      };
      configTemplate: {
        [key: string]: unknown;
      };
      /**
       * @description BCP 47 language tag → text.
       * @example {
       *       "en": "Acme"
       *     }
       */
      description: {
        [key: string]: string;
      };
      id: string;
      isStandard: boolean;
      isTokenStorageSupported: boolean;
      logo: string;
      logoDark: string;
      /**
       * @description BCP 47 language tag → text.
       * @example {
       *       "en": "Acme"
       *     }
       */
      name: {
        [key: string]: string;
      };
      packageName: string;
      packageVersion: string;
      /** @description `null` for all but social connectors. */
      platform: ('Native' | 'Web' | 'Universal') | null;
      /** @description Markdown. Show it only through a renderer that drops HTML. */
      readme: string;
      /** @description Keys from the outside in; `*` stands for any index or key. */
      secretPaths: string[][];
      target: string;
      /** @enum {string} */
      type: 'Social' | 'Email' | 'Sms' | 'Governance';
    };
    FactoryList: {
      /** @description Packages that cannot be used. */
      broken: {
        connectorId?: string;
        packageName: string;
        packageVersion?: string;
        /** @description What is wrong, and how to mend it. */
        problem: string;
      }[];
      factories: {
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        description: {
          [key: string]: string;
        };
        id: string;
        isStandard: boolean;
        isTokenStorageSupported: boolean;
        logo: string;
        logoDark: string;
        /**
         * @description BCP 47 language tag → text.
         * @example {
         *       "en": "Acme"
         *     }
         */
        name: {
          [key: string]: string;
        };
        packageName: string;
        packageVersion: string;
        /** @description `null` for all but social connectors. */
        platform: ('Native' | 'Web' | 'Universal') | null;
        target: string;
        /** @enum {string} */
        type: 'Social' | 'Email' | 'Sms' | 'Governance';
      }[];
    };
    ImportFile: {
      connectors: {
        /** @description A secret is a reference: `env:NAME` or `file:path`; the placeholder `••••••••` keeps the stored one. */
        config: {
          [key: string]: unknown;
        };
        /** @description Letters, digits, dots, dashes and underscores; at most 64. */
        connectorId: string;
        /** @description Letters, digits, dashes and underscores; at most 64. */
        id: string;
        /** @description What a standard connector says of itself instead of its package. */
        metadata?: {
          /** @description https URL, fetched once, or data URL. */
          logo?: string;
          /** @description `null`: `logo` serves dark pages too. */
          logoDark?: string | null;
          /**
           * @description BCP 47 language tag → text.
           * @example {
           *       "en": "Acme"
           *     }
           */
          name?: {
            [key: string]: string;
          };
          /**
           * @description Key of its people’s identities; never changes.
           * @example acme
           */
          target?: string;
        };
        /** @description Take name and avatar at each sign-in, not at the first alone. */
        syncProfile?: boolean;
        /** @description Keep the provider’s tokens, encrypted. */
        tokenStorage?: boolean;
      }[];
      exportedAt?: string;
      /** @constant */
      format: 'jackfield-connectors';
      /** @description Of an export; not read. */
      omitted?: unknown[];
      /** @description Of an export; not read. */
      references?: unknown[];
      /** @constant */
      version: 1;
    };
    ImportResult: {
      applied: boolean;
      changes: {
        /** @enum {string} */
        action: 'create' | 'update' | 'remove' | 'unchanged';
        connectorId: string;
        /** @description What changes: `config.clientId`, `syncProfile`. */
        fields: string[];
        id: string;
      }[];
    };
    Problem: {
      /** @description Stable: what programs decide by. */
      code: string;
      detail: string;
      /** @description What is wrong here, and how to mend it. */
      hint?: string;
      issues?: {
        fix?: string;
        /** @description `config.clientId` */
        path: string;
        problem: string;
      }[];
      /** @description The provider’s own words. */
      provider?: {
        providerCode?: string;
        providerDescription?: string;
      };
      requestId: string;
      retryable: boolean;
      /** @description Seconds. */
      retryAfter?: number;
      status: number;
      title: string;
      /** @constant */
      type: 'about:blank';
    };
    Session: {
      expiresAt: number | null;
      /**
       * @description Whether a token or the console’s cookie was sent.
       * @enum {string}
       */
      kind: 'token' | 'session';
      name: string;
      /**
       * @description `write` includes `read`.
       * @enum {string}
       */
      scope: 'read' | 'write';
      tokenId: string;
    };
    SignIn: {
      /** @description A token of the API. */
      token: string;
    };
    TestMessage: {
      /** @description To try before it is stored. Default: the stored one. A placeholder `••••••••` in the place of a secret keeps the stored one. */
      config?: {
        [key: string]: unknown;
      };
      /**
       * Format: email
       * @description Recipient, for an e-mail connector.
       */
      email?: string;
      /** @description Id of the stored connector whose secrets stand for placeholders. */
      like?: string;
      /**
       * @description BCP 47 tag.
       * @example pt-BR
       */
      locale?: string;
      /**
       * @description Recipient, for an SMS connector.
       * @example +14155550123
       */
      phone?: string;
    };
    Token: {
      /** @description When it was made; milliseconds since the epoch. */
      createdAt: number;
      /** @description Milliseconds since the epoch; `null`: never. */
      expiresAt: number | null;
      id: string;
      name: string;
      /**
       * @description `write` includes `read`.
       * @enum {string}
       */
      scope: 'read' | 'write';
    };
    TokenList: components['schemas']['Token'][];
    Trial: {
      /** @description To try before it is stored. Default: the stored one. A placeholder `••••••••` in the place of a secret keeps the stored one. */
      config?: {
        [key: string]: unknown;
      };
      /** @description Id of the stored connector whose secrets stand for placeholders. */
      like?: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listAudit: {
    parameters: {
      query?: {
        /** @description Only entries before this sequence number. */
        before?: number;
        limit?: number;
        /** @description Only entries about this id. */
        subject?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of entries. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `invalid_request`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  verifyAudit: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Whether it is. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditVerification'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listFactories: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The packages, also those that cannot be used. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['FactoryList'];
        };
      };
      /** @description What `if-none-match` names still holds. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `unauthorized`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getFactory: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The factory’s id, such as `github`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Metadata, README, and what its configuration looks like. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Factory'];
        };
      };
      /** @description What `if-none-match` names still holds. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `unauthorized`, `not_found`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  diagnoseConfig: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The factory’s id, such as `github`. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Trial'];
      };
    };
    responses: {
      /** @description Steps. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['DiagnosticStep'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `not_found`, `invalid_config`, `connector_broken`, `connector_not_found`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listConnectors: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All, also those that cannot be used. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ConnectorList'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createConnector: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateConnector'];
      };
    };
    responses: {
      /** @description The connector. */
      201: {
        headers: {
          /** @description The version, for `if-match`. */
          etag?: string;
          /** @description Where it is, relative to this path. */
          location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedConnector'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `unknown_connector`, `instance_exists`, `id_taken`, `invalid_config`, `target_required`, `metadata_not_allowed`, `target_taken`, `sync_profile_not_allowed`, `token_storage_not_supported`, `identity_source_changed`, `egress_refused`, `connector_broken`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  sendTestMessage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The factory’s id, such as `smtp-email`. */
        factoryId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TestMessage'];
      };
    };
    responses: {
      /** @description It was handed over. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `not_found`, `connector_not_found`, `connector_broken`, `invalid_config`, `unexpected_type`, `recipient_refused`, `delivery_failed`, `delivery_unknown`, `provider_unavailable`, `egress_refused`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getConnector: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The connector’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The connector. */
      200: {
        headers: {
          /** @description The version, for `if-match`. */
          etag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Connector'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `not_found`, `connector_not_found`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  removeConnector: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of what is changed: refuses the change when it is another one by now (412). */
        'if-match'?: string;
      };
      path: {
        /** @description The connector’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is gone. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `not_found`, `connector_not_found`, `precondition_failed`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  changeConnector: {
    parameters: {
      query?: never;
      header?: {
        /** @description The `etag` of what is changed: refuses the change when it is another one by now (412). */
        'if-match'?: string;
      };
      path: {
        /** @description The connector’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeConnector'];
      };
    };
    responses: {
      /** @description The connector as it is now. */
      200: {
        headers: {
          /** @description The version, for `if-match`. */
          etag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Connector'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `not_found`, `connector_not_found`, `version_conflict`, `precondition_failed`, `target_fixed`, `invalid_config`, `target_required`, `metadata_not_allowed`, `target_taken`, `sync_profile_not_allowed`, `token_storage_not_supported`, `identity_source_changed`, `egress_refused`, `connector_broken`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getAuthorizationUri: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The connector’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AuthorizationRequest'];
      };
    };
    responses: {
      /** @description The URL. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuthorizationUri'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `not_found`, `connector_not_found`, `connector_broken`, `unexpected_type`, `provider_unavailable`, `egress_refused`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  diagnoseConnector: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The connector’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Steps. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/x-ndjson': components['schemas']['DiagnosticStep'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `not_found`, `connector_not_found`, `connector_broken`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getDocs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description A problem. Codes: `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportConnectors: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The file. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Export'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  importConnectors: {
    parameters: {
      query?: {
        /** @description `true`: say what would change, and change nothing. */
        dryRun?: 'true' | 'false';
        /** @description `true`: remove connectors that are not in the file. */
        removeOthers?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ImportFile'];
      };
    };
    responses: {
      /** @description What was changed, or would be. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ImportResult'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `invalid_import`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getDocument: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OpenAPI 3.1. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            openapi: string;
          } & {
            [key: string]: unknown;
          };
        };
      };
      /** @description A problem. Codes: `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Who you are. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  startSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['SignIn'];
      };
    };
    responses: {
      /** @description Who you are. */
      201: {
        headers: {
          /** @description The session. */
          'set-cookie'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description A problem. Codes: `invalid_request`, `unauthorized`, `cross_site_request`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  endSession: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session is over. */
      204: {
        headers: {
          /** @description Removes the cookie. */
          'set-cookie'?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `cross_site_request`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listTokens: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All that were not revoked, without the tokens themselves. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenList'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createToken: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateToken'];
      };
    };
    responses: {
      /** @description The token, shown this once. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedToken'];
        };
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `invalid_request`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  revokeToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The token’s id. */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is of no use any more. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description A problem. Codes: `unauthorized`, `forbidden`, `not_found`, `too_many_requests`; besides, those that any operation may have. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
