import { useRead } from '../app/client.js'
import { Link, type PageProps } from '../app/router.js'
import { Failed } from '../components/failed.js'
import { Loading } from '../components/loading.js'
import { RichText } from '../components/rich-text.js'
import { Time } from '../components/time.js'
import { useWords } from '../words/customers/index.js'

export function Page({ params }: PageProps) {
  const words = useWords()
  const { data: topics, error } = useRead('article.getAll', {})
  if (!topics && error) return <Failed title={words.articles} error={error} />
  if (!topics) return <Loading />
  const article = topics.flatMap(({ articles }) => articles).find(({ id }) => String(id) === params.id)
  return (
    <div class="page middle">
      <p>
        <Link to="/articles">{words.articles}</Link>
      </p>
      <h1>{article?.title ?? words.noPage}</h1>
      {article && (
        <article class="card">
          <RichText html={article.content} />
          <p class="soft">
            {words.edited}: <Time date={article.lastEdited} />
          </p>
        </article>
      )}
    </div>
  )
}
