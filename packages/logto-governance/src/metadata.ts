import type { GovernanceMetadata } from '@jackfield/connector-kit';

/** What this connector is: fixed data, shown by consoles and checked by hosts. */
export const metadata = {
  id: 'logto-governance',
  type: 'Governance',
  target: 'logto',
  platform: null,
  name: {
    en: 'Logto governance',
    de: 'Logto-Governance',
    es: 'Gobernanza de Logto',
    fr: 'Gouvernance Logto',
    it: 'Governance di Logto',
    ja: 'Logto ガバナンス',
    ko: 'Logto 거버넌스',
    nl: 'Logto-governance',
    pl: 'Zarządzanie dostępem w Logto',
    'pt-BR': 'Governança do Logto',
    'tr-TR': 'Logto yönetişimi',
    'zh-CN': 'Logto 治理',
  },
  description: {
    en: 'Reads who has access to what in a Logto tenant: users, organizations, memberships and organization roles.',
    de: 'Liest, wer in einem Logto-Mandanten worauf Zugriff hat: Benutzer, Organisationen, Mitgliedschaften und Organisationsrollen.',
    es: 'Lee quién tiene acceso a qué en un inquilino de Logto: usuarios, organizaciones, membresías y roles de organización.',
    fr: 'Lit qui a accès à quoi dans un locataire Logto : utilisateurs, organisations, appartenances et rôles d’organisation.',
    it: 'Legge chi ha accesso a cosa in un tenant Logto: utenti, organizzazioni, appartenenze e ruoli di organizzazione.',
    ja: 'Logto テナントで誰が何にアクセスできるかを読み取ります。対象はユーザー、組織、メンバーシップ、組織ロールです。',
    ko: 'Logto 테넌트에서 누가 무엇에 접근할 수 있는지 읽습니다: 사용자, 조직, 멤버십, 조직 역할.',
    nl: 'Leest wie waartoe toegang heeft in een Logto-tenant: gebruikers, organisaties, lidmaatschappen en organisatierollen.',
    pl: 'Odczytuje, kto ma dostęp do czego w dzierżawie Logto: użytkowników, organizacje, członkostwa i role organizacji.',
    'pt-BR':
      'Lê quem tem acesso a quê em um locatário do Logto: usuários, organizações, associações e funções de organização.',
    'tr-TR':
      'Bir Logto kiracısında kimin neye erişebildiğini okur: kullanıcılar, kuruluşlar, üyelikler ve kuruluş rolleri.',
    'zh-CN': '读取 Logto 租户中谁可以访问什么：用户、组织、成员关系和组织角色。',
  },
  logo: './logo.svg',
  logoDark: './logo-dark.svg',
  readme: './README.md',
  configTemplate: './config-template.json',
  specVersion: 1,
} as const satisfies GovernanceMetadata;
