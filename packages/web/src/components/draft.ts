/** What somebody has written: the content for the helpdesk, and its pictures. */
export interface Draft {
  readonly content: string | { readonly text: string }
  /** Pictures for the places `IMAGE_PATH_0`, … in the content. */
  readonly images: readonly Blob[]
}

export const emptyDraft: Draft = { content: '', images: [] }

/** Returns the draft of a text without formats. */
export const draftOfText = (text: string): Draft =>
  text.trim() === '' ? emptyDraft : { content: { text }, images: [] }

/**
 * Returns the content of an editor, in which `IMAGE_PATH_0` and so on stand for the pictures.
 *
 * @param files the pictures, by the numbers that the editor has written into its images
 */
export function draftOf(editor: Element, files: readonly Blob[]): Draft {
  // In a document that loads nothing, or browsers would ask for `IMAGE_PATH_0`.
  const copy = document.implementation.createHTMLDocument().importNode(editor, true)
  const images: Blob[] = []
  for (const image of copy.querySelectorAll('img')) {
    const file = files[Number(image.dataset.file)]
    // The helpdesk already has the pictures of a message that is being edited.
    if (!file && image.getAttribute('src')?.includes('/system/download?file=')) continue
    if (!file) {
      image.remove()
      continue
    }
    image.setAttribute('src', `IMAGE_PATH_${images.length}`)
    image.removeAttribute('data-file')
    images.push(file)
  }
  return { content: copy.textContent?.trim() || images.length > 0 ? copy.innerHTML : '', images }
}
