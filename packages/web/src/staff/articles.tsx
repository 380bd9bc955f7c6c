import type { Article, Topic } from '@opensupports/core'
import { useState } from 'preact/hooks'
import { useRead, useWrite } from '../app/client.js'
import { Alert } from '../components/alert.js'
import { Dialog } from '../components/dialog.js'
import { emptyDraft } from '../components/draft.js'
import { Editor } from '../components/editor.js'
import { Field, Select, Tick } from '../components/field.js'
import { Form, Refused, type Values } from '../components/form.js'
import { Loading } from '../components/loading.js'
import { refusal } from '../components/refusal.js'
import { useWords } from '../words/customers/index.js'
import { useStaffWords } from '../words/staff/index.js'
import { Confirm } from './confirm.js'
import { NamedList } from './named-list.js'
import { StaffFrame, staffPage } from './staff-page.js'

export const Page = staffPage(Articles)

type Open =
  | { readonly what: 'topic'; readonly topic?: Topic }
  | { readonly what: 'article'; readonly topicId: number; readonly article?: Article }
  | { readonly what: 'deletion'; readonly topic: Topic }

/** Topics and their articles, to write. */
function Articles() {
  const words = useWords()
  const staffWords = useStaffWords()
  const { data: topics, error } = useRead('article.getAll', {})
  const remove = useWrite('article.delete')
  const removeTopic = useWrite('article.deleteTopic')
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const actions = (
    <button type="button" class="button" onClick={() => setOpen({ what: 'topic' })}>
      {staffWords.newTopic}
    </button>
  )
  return (
    <StaffFrame title={words.articles} actions={actions}>
      {error && <Alert tone="bad">{refusal(error, words)}</Alert>}
      {!topics && !error && <Loading />}
      {topics?.length === 0 && <p class="card soft">{staffWords.nothing}</p>}
      {topics?.map((topic) => (
        <section key={topic.id} class="topic">
          <div class="head">
            <h2>
              {topic.name} {topic.private && <span class="badge">{staffWords.teamOnly}</span>}
            </h2>
            <div class="row">
              <button
                type="button"
                class="quiet small"
                onClick={() => setOpen({ what: 'article', topicId: topic.id })}
              >
                {staffWords.newArticle}
              </button>
              <button
                type="button"
                class="quiet small"
                aria-label={`${staffWords.edit}: ${topic.name}`}
                onClick={() => setOpen({ what: 'topic', topic })}
              >
                {staffWords.edit}
              </button>
              <button
                type="button"
                class="quiet small"
                aria-label={`${staffWords.delete}: ${topic.name}`}
                onClick={() => setOpen({ what: 'deletion', topic })}
              >
                {staffWords.delete}
              </button>
            </div>
          </div>
          <NamedList
            items={topic.articles.map((article) => ({ name: article.title, article }))}
            onEdit={({ article }) => setOpen({ what: 'article', topicId: topic.id, article })}
            onDelete={({ article }) => remove.mutateAsync({ articleId: article.id })}
          />
        </section>
      ))}
      {open?.what === 'topic' && <TopicDialog topic={open.topic} onClose={close} />}
      {open?.what === 'article' && (
        <ArticleDialog article={open.article} topicId={open.topicId} topics={topics ?? []} onClose={close} />
      )}
      {open?.what === 'deletion' && (
        <Confirm
          name={open.topic.name}
          run={() => removeTopic.mutateAsync({ topicId: open.topic.id })}
          onClose={close}
        />
      )}
    </StaffFrame>
  )
}

function TopicDialog({
  topic,
  onClose,
}: {
  readonly topic: Topic | undefined
  readonly onClose: () => void
}) {
  const words = useWords()
  const staffWords = useStaffWords()
  const add = useWrite('article.addTopic')
  const edit = useWrite('article.editTopic')
  const send = async ({ text, on }: Values) => {
    const fields = { name: text('name'), private: on('private') }
    if (topic) await edit.mutateAsync({ topicId: topic.id, ...fields })
    else await add.mutateAsync(fields)
    onClose()
  }
  return (
    <Dialog title={topic?.name ?? staffWords.newTopic} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="name" label={words.name} defaultValue={topic?.name ?? ''} required />
        <Tick name="private" label={staffWords.teamOnly} defaultChecked={topic?.private ?? false} />
      </Form>
    </Dialog>
  )
}

interface ArticleDialogProps {
  readonly article: Article | undefined
  readonly topicId: number
  readonly topics: readonly Topic[]
  readonly onClose: () => void
}

function ArticleDialog({ article, topicId, topics, onClose }: ArticleDialogProps) {
  const words = useWords()
  const staffWords = useStaffWords()
  const add = useWrite('article.add')
  const edit = useWrite('article.edit')
  const [draft, setDraft] = useState(emptyDraft)
  const [topic, setTopic] = useState(String(topicId))
  const send = async ({ text }: Values) => {
    if (draft.content === '') throw new Refused(words.badContent)
    const fields = { title: text('title'), content: draft.content, topicId: Number(topic) }
    const images = draft.images.length > 0 ? { images: draft.images } : {}
    if (article) await edit.mutateAsync({ articleId: article.id, ...fields, ...images })
    else await add.mutateAsync({ ...fields, ...images })
    onClose()
  }
  return (
    <Dialog title={article?.title ?? staffWords.newArticle} onClose={onClose}>
      <Form submit={words.save} send={send}>
        <Field name="title" label={words.title} defaultValue={article?.title ?? ''} required />
        <Select name="topic" label={staffWords.topic} value={topic} onChange={setTopic}>
          {topics.map(({ id, name }) => (
            <option key={id} value={String(id)}>
              {name}
            </option>
          ))}
        </Select>
        <Editor label={staffWords.content} onDraft={setDraft} pictures initial={article?.content ?? ''} />
      </Form>
    </Dialog>
  )
}
