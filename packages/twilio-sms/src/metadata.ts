import type { MessageMetadata } from '@jackfield/connector-kit';

/** What this connector is: fixed data, shown by consoles and checked by hosts. */
export const metadata = {
  id: 'twilio-sms',
  type: 'Sms',
  target: 'twilio-sms',
  platform: null,
  name: {
    en: 'SMS by Twilio',
    de: 'SMS über Twilio',
    es: 'SMS por Twilio',
    fr: 'SMS par Twilio',
    it: 'SMS tramite Twilio',
    ja: 'Twilio SMS',
    ko: 'Twilio 문자 메시지',
    nl: 'Sms via Twilio',
    pl: 'SMS przez Twilio',
    'pt-BR': 'SMS pela Twilio',
    'tr-TR': 'Twilio ile SMS',
    'zh-CN': 'Twilio 短信',
  },
  description: {
    en: 'Sends verification codes, links and invitations as text messages through Twilio, to the countries that you allow.',
    de: 'Versendet Bestätigungscodes, Links und Einladungen als SMS über Twilio, in die Länder, die Sie erlauben.',
    es: 'Envía códigos de verificación, enlaces e invitaciones por SMS a través de Twilio, a los países que permitas.',
    fr: 'Envoie des codes de vérification, des liens et des invitations par SMS avec Twilio, vers les pays que vous autorisez.',
    it: 'Invia codici di verifica, link e inviti via SMS tramite Twilio, verso i paesi che consenti.',
    ja: '確認コード、リンク、招待を Twilio の SMS で、許可した国にのみ送信します。',
    ko: '인증 코드, 링크, 초대를 Twilio를 통해 허용한 국가로만 문자 메시지로 보냅니다.',
    nl: 'Verstuurt verificatiecodes, links en uitnodigingen als sms via Twilio, naar de landen die u toestaat.',
    pl: 'Wysyła kody weryfikacyjne, linki i zaproszenia SMS-em przez Twilio, do krajów, na które zezwolisz.',
    'pt-BR': 'Envia códigos de verificação, links e convites por SMS pela Twilio, para os países que você permitir.',
    'tr-TR':
      'Doğrulama kodlarını, bağlantıları ve davetleri Twilio üzerinden SMS ile, izin verdiğiniz ülkelere gönderir.',
    'zh-CN': '通过 Twilio 以短信形式向您允许的国家和地区发送验证码、链接和邀请。',
  },
  logo: './logo.svg',
  logoDark: './logo-dark.svg',
  readme: './README.md',
  configTemplate: './config-template.json',
  specVersion: 1,
} as const satisfies MessageMetadata<'Sms'>;
