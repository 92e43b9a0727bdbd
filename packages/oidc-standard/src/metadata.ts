import type { SocialMetadata } from '@jackfield/connector-kit';

export const metadata = {
  id: 'oidc-standard',
  type: 'Social',
  target: 'oidc',
  platform: 'Universal',
  name: {
    en: 'OpenID Connect',
    de: 'OpenID Connect',
    es: 'OpenID Connect',
    fr: 'OpenID Connect',
    it: 'OpenID Connect',
    ja: 'OpenID Connect',
    ko: 'OpenID Connect',
    pl: 'OpenID Connect',
    'pt-BR': 'OpenID Connect',
    'tr-TR': 'OpenID Connect',
    'zh-CN': 'OpenID Connect',
  },
  description: {
    en: 'Sign in with any provider that speaks OpenID Connect: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab and others.',
    de: 'Anmelden mit jedem Anbieter, der OpenID Connect spricht: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab und andere.',
    es: 'Inicia sesión con cualquier proveedor que hable OpenID Connect: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab y otros.',
    fr: 'Connexion avec tout fournisseur qui parle OpenID Connect : Entra, Okta, Keycloak, Slack, LinkedIn, GitLab et d’autres.',
    it: 'Accesso con qualsiasi provider che parli OpenID Connect: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab e altri.',
    ja: 'OpenID Connect に対応するプロバイダー（Entra、Okta、Keycloak、Slack、LinkedIn、GitLab など）でサインインします。',
    ko: 'OpenID Connect를 지원하는 모든 제공자(Entra, Okta, Keycloak, Slack, LinkedIn, GitLab 등)로 로그인합니다.',
    pl: 'Logowanie przez dowolnego dostawcę obsługującego OpenID Connect: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab i innych.',
    'pt-BR':
      'Entre com qualquer provedor que fale OpenID Connect: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab e outros.',
    'tr-TR':
      'OpenID Connect konuşan herhangi bir sağlayıcıyla oturum açın: Entra, Okta, Keycloak, Slack, LinkedIn, GitLab ve diğerleri.',
    'zh-CN': '使用任何支持 OpenID Connect 的提供方登录：Entra、Okta、Keycloak、Slack、LinkedIn、GitLab 等。',
  },
  logo: './logo.svg',
  logoDark: './logo-dark.svg',
  readme: './README.md',
  configTemplate: './config-template.json',
  isStandard: true,
  isTokenStorageSupported: true,
  specVersion: 1,
} as const satisfies SocialMetadata;
