import type { Scene, Stories } from './scene.test-support.js'

const withTopic = async ({ helpdesk, admin }: Scene) =>
  helpdesk.article.addTopic(admin, { name: 'Printers', icon: 'print', iconColor: '#1a73e8' })

async function withArticle(scene: Scene) {
  const { topicId } = await withTopic(scene)
  const article = { topicId, title: 'When it smokes', content: 'Pull the plug.', position: 1 }
  return { topicId, ...(await scene.helpdesk.article.add(scene.admin, article)) }
}

export const articleStories: Stories<'article'> = {
  'article.add': async (scene) => {
    const { topicId } = await withTopic(scene)
    return { params: { topicId, title: 'When it smokes', content: 'Pull the plug.', position: 1 } }
  },
  'article.addTopic': () => ({ params: { name: 'Printers', icon: 'print', iconColor: '#1a73e8' } }),
  'article.delete': async (scene) => ({ params: { articleId: (await withArticle(scene)).articleId } }),
  'article.deleteTopic': async (scene) => ({ params: { topicId: (await withTopic(scene)).topicId } }),
  'article.edit': async (scene) => ({
    params: { articleId: (await withArticle(scene)).articleId, content: 'Pull the plug, and call us.' },
  }),
  'article.editTopic': async (scene) => ({
    params: { topicId: (await withTopic(scene)).topicId, name: 'Printers and scanners' },
  }),
  'article.getAll': async (scene) => {
    await withArticle(scene)
    return { by: scene.jane, params: {} }
  },
}
