import type { MessageTexts } from './message-texts.ts';

export const ko: MessageTexts = {
  subjects: {
    SignIn: '로그인 확인',
    Register: '가입 확인',
    ForgotPassword: '비밀번호 재설정',
    OrganizationInvitation: '조직 초대',
    Generic: '요청 확인',
    UserPermissionValidation: '본인 확인',
    BindNewIdentifier: '새 연락처 확인',
    MfaVerification: '2단계 인증',
    BindMfa: '2단계 인증 설정',
  },
  purposes: {
    SignIn: '계정에 로그인하려는 요청을 받았습니다.',
    Register: '계정을 만들려는 요청을 받았습니다.',
    ForgotPassword: '비밀번호를 재설정하려는 요청을 받았습니다.',
    OrganizationInvitation: '조직에 참여하도록 초대받으셨습니다.',
    Generic: '확인이 필요한 요청을 받았습니다.',
    UserPermissionValidation: '변경하기 전에 본인임을 확인해 주세요.',
    BindNewIdentifier: '계정에 새 연락처를 추가하려는 요청을 받았습니다.',
    MfaVerification: '이 계정에 로그인하려면 두 번째 단계가 필요합니다.',
    BindMfa: '계정에 2단계 인증을 설정하려는 요청을 받았습니다.',
  },
  code: '인증 코드:',
  secrecy: '이 코드를 다른 사람에게 알려주지 마세요.',
  button: '계속',
  fallback: '버튼이 작동하지 않으면 다음 주소를 여세요:',
  ignore: '예상하지 못한 메시지라면 무시하셔도 됩니다.',
  punctuation: { colon: ': ', stop: '. ' },
};
