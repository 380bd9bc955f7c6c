/** Asks a captcha service whether an answer is a person's. */
export interface Captcha {
  verify(question: {
    readonly secret: string
    readonly answer: string
    readonly ip?: string
  }): Promise<boolean>
}
