import type { Call } from '../../call/index.js'
import type { Stores } from '../../storage/index.js'
import { type FileKeepers, removeFiles } from './ticket-files.js'

/** The names of stored pictures in texts of articles. */
export const articlePictures = (...contents: readonly string[]): string[] => [
  ...new Set(contents.flatMap((content) => content.match(/\ba_[0-9a-f]{40}_[A-Za-z0-9_.-]*/g) ?? [])),
]

/** Removes pictures that no article shows any more: one may have been copied from another. */
export async function removeArticlePictures(
  call: FileKeepers & Pick<Call, 'articles'>,
  names: readonly string[],
): Promise<void> {
  const unused: string[] = []
  for (const name of names) if ((await call.articles.mentioning(name)).length === 0) unused.push(name)
  await removeFiles(call, unused)
}

/** Whether guests and users may see the picture: it stands in an article of a topic that is not for staff alone. */
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
