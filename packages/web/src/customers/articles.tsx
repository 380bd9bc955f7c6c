import { useState } from 'preact/hooks'
import { useRead } from '../app/client.js'
import { Link } from '../app/router.js'
import { Failed } from '../components/failed.js'
import { Field } from '../components/field.js'
import { inertBody } from '../components/inert.js'
import { Loading } from '../components/loading.js'
import { useWords } from '../words/customers/index.js'

/** Returns the words of HTML, for a search. */
const textOf = (html: string) => inertBody(html).textContent ?? ''

/** The articles by topic, with a search in titles and texts. */
export function Page() {
  const words = useWords()
  const [wanted, setWanted] = useState('')
  const { data: topics, error } = useRead('article.getAll', {})
  if (!topics && error) return <Failed title={words.articles} error={error} />
  if (!topics) return <Loading />
  const query = wanted.trim().toLocaleLowerCase()
  const found = topics
    .map((topic) => ({
      ...topic,
      articles: topic.articles
        .filter(
          ({ title, content }) =>
            query === '' || `${title}\n${textOf(content)}`.toLocaleLowerCase().includes(query),
        )
        .sort((one, other) => one.position - other.position),
    }))
    .filter(({ articles }) => articles.length > 0)
  return (
    <div class="page middle">
      <h1>{words.articles}</h1>
      <search class="card">
        <Field
          name="query"
          type="search"
          label={words.search}
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </search>
      {found.length === 0 && <p role="status">{words.noArticles}</p>}
      {found.map(({ id, name, articles }) => (
        <section key={id} class="topic">
          <h2>{name}</h2>
          <ul class="list">
            {articles.map((article) => (
              <li key={article.id}>
                <Link to={`/articles/${article.id}`}>
                  <strong>{article.title}</strong>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
