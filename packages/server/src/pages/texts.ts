/** Why something did not work. */
export interface Refusals {
  readonly linkUsed: string
  readonly wait: string
  readonly noTicket: string
  readonly badEmail: string
  readonly badPassword: string
  readonly passwordsDiffer: string
  readonly badCredentials: string
  readonly unverified: string
  readonly shutOut: string
  readonly captcha: string
  readonly badContent: string
  readonly badFile: string
  readonly otherSite: string
  readonly noPage: string
  readonly failed: string
}

/** The texts of all pages in one language; `{email}` and `{number}` are placeholders. */
export interface Words {
  readonly email: string
  readonly password: string
  readonly signIn: string
  readonly confirm: {
    readonly heading: string
    readonly text: string
    readonly button: string
    readonly doneHeading: string
    readonly doneText: string
  }
  readonly newPassword: {
    readonly heading: string
    readonly welcome: string
    readonly text: string
    readonly password: string
    readonly again: string
    readonly hint: string
    readonly button: string
    readonly doneHeading: string
    readonly doneText: string
  }
  readonly forgotten: {
    readonly heading: string
    readonly text: string
    readonly staff: string
    readonly button: string
    readonly doneHeading: string
    readonly doneText: string
  }
  readonly ticket: {
    readonly heading: string
    readonly number: string
    readonly button: string
    readonly signInText: string
    readonly open: string
    readonly closed: string
    readonly wasClosed: string
    readonly wasOpened: string
    readonly attachment: string
    readonly answer: string
    readonly attach: string
    readonly send: string
  }
  readonly refusalHeading: string
  readonly refusals: Refusals
}
