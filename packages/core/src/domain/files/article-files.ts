import type { Call } from '../../call/index.js'
import type { Stores } from '../../storage/index.js'
import { type FileKeepers, removeFiles } from './ticket-files.js'

/** Returns the names of stored pictures in the texts of articles. */
export const articlePictures = (...contents: readonly string[]): string[] => [
  ...new Set(contents.flatMap((content) => content.match(/\ba_[0-9a-f]{40}_[A-Za-z0-9_.-]*/g) ?? [])),
]

/** Removes the pictures that no article shows any more. Another article may show a copied one. */
export async function removeArticlePictures(
  call: FileKeepers & Pick<Call, 'articles'>,
  names: readonly string[],
): Promise<void> {
  const unused: string[] = []
  for (const name of names) if ((await call.articles.mentioning(name)).length === 0) unused.push(name)
  await removeFiles(call, unused)
}

/** Returns whether guests and users may see the picture: it is in an article of a public topic. */
export async function isPublicPicture(
  { topics, articles }: Pick<Stores, 'topics' | 'articles'>,
  name: string,
): Promise<boolean> {
  for (const { topicId } of await articles.mentioning(name)) {
    const topic = topicId === null ? undefined : await topics.byId(topicId)
    if (topic && !topic.private) return true
  }
  return false
}
