/** Verifies captcha answers with a captcha service. */
export interface Captcha {
  verify(question: {
    readonly secret: string
    readonly answer: string
    readonly ip?: string
  }): Promise<boolean>
}
