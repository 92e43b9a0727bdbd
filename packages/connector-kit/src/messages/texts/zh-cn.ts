import type { MessageTexts } from './message-texts.ts';

export const zhCn: MessageTexts = {
  subjects: {
    SignIn: '确认登录',
    Register: '确认注册',
    ForgotPassword: '重置密码',
    OrganizationInvitation: '组织邀请',
    Generic: '确认请求',
    UserPermissionValidation: '确认是您本人',
    BindNewIdentifier: '确认新的联系方式',
    MfaVerification: '两步验证',
    BindMfa: '设置两步验证',
  },
  purposes: {
    SignIn: '您请求登录您的账户。',
    Register: '您请求创建账户。',
    ForgotPassword: '您请求重置密码。',
    OrganizationInvitation: '您受邀加入一个组织。',
    Generic: '您提交的请求需要确认。',
    UserPermissionValidation: '在进行此更改之前，请确认是您本人操作。',
    BindNewIdentifier: '您请求为账户添加新的联系方式。',
    MfaVerification: '登录您的账户需要第二步验证。',
    BindMfa: '您请求为账户设置两步验证。',
  },
  code: '您的验证码：',
  secrecy: '请勿将验证码告诉他人。',
  button: '继续',
  fallback: '如果按钮无法使用，请打开以下地址：',
  ignore: '如果您没有预料到此消息，可以忽略它。',
  punctuation: { colon: '：', stop: '。' },
};
