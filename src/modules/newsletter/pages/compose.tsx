import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import type { IconName } from '../../../kit/ui/icon.tsx'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, Disclosure, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { changeHead, dropLetter, moveBlock, removeBlock } from '../actions/letters.ts'
import { KINDS, type Kind, type Section } from '../rules/letter.ts'
import { composeLetter } from '../store/compose.ts'
import { progressOf } from '../store/deliveries.ts'
import { findIssue, listBlocks, type Block, type Issue } from '../store/letters.ts'
import { letterHref, lettersHref, StatusBadge, trailOf } from './frame.tsx'
import { HeadFields, readHead } from './letters.tsx'
import { SentParts } from './sent.tsx'

/** One letter on the table: its blocks in their order, each moved, changed or taken away. */
export const compose = new Hono<CaisseEnv>()

compose.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}', async (c) => html(await letterPage(c, freshForm())))

compose.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      changeHead(callOf(c, key), { letterId: c.req.param('letter'), ...readHead(fields) }),
    done: () => `${letterHref(c, c.req.param('letter'))}?garde=oui`,
    again: (form) => letterPage(c, form),
  }),
)

compose.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/jeter', (c) =>
  answerForm(c, {
    act: (_, key) => dropLetter(callOf(c, key), { letterId: c.req.param('letter') }),
    done: () => `${lettersHref(c)}?jetee=oui`,
    again: (form) => letterPage(c, form),
  }),
)

compose.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/blocs/:block{[0-9a-f-]{36}}/deplacer', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      moveBlock(callOf(c, key), {
        letterId: c.req.param('letter'),
        blockId: c.req.param('block'),
        to: textField(fields, 'to') as 'up',
      }),
    done: () => `${letterHref(c, c.req.param('letter'))}#bloc-${c.req.param('block')}`,
    again: (form) => letterPage(c, form),
  }),
)

compose.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/blocs/:block{[0-9a-f-]{36}}/retirer', (c) =>
  answerForm(c, {
    act: (_, key) =>
      removeBlock(callOf(c, key), { letterId: c.req.param('letter'), blockId: c.req.param('block') }),
    done: () => letterHref(c, c.req.param('letter')),
    again: (form) => letterPage(c, form),
  }),
)

export const KIND_ICONS: Record<Kind, IconName> = {
  text: 'document',
  picture: 'camera',
  meeting: 'people',
  poll: 'tasks',
  group: 'household',
  milestone: 'calendar',
  calendar: 'history',
  news: 'announce',
  sister: 'external',
  publication: 'show',
  funding: 'money',
  contacts: 'phone',
}

export async function letterPage(c: Context<CaisseEnv>, form: FormState) {
  const { issue, blocks, sections, progress } = await read(c, async (tx) => {
    const found = await findIssue(tx, c.req.param('letter') ?? '')
    return {
      issue: found,
      blocks: await listBlocks(tx, found.id),
      progress: await progressOf(tx, found.id),
      sections: (found.frozen ?? (await composeLetter(tx, c.get('app'), found))).sections,
    }
  })
  const t = c.get('t')
  const href = letterHref(c, issue.id)
  const isDraft = issue.status === 'draft'
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={`${t('newsletter.issue', { number: issue.number })} – ${issue.title}`}
      lead={<StatusBadge t={t} status={issue.status} />}
      notice={<Told c={c} form={form} />}
      breadcrumb={trailOf(c)}
      actions={
        <>
          {isDraft && (
            <LinkButton kind="primary" icon="send" href={`${href}/envoyer`}>
              {t('newsletter.compose.send')}
            </LinkButton>
          )}
          <LinkButton icon="show" href={`${href}/apercu`}>
            {t('newsletter.compose.preview')}
          </LinkButton>
        </>
      }
    >
      {isDraft ? (
        <>
          <Blocks c={c} issue={issue} blocks={blocks} sections={sections} />
          <AddBlock c={c} issue={issue} />
          <Head c={c} issue={issue} form={form} />
        </>
      ) : (
        <SentParts c={c} issue={issue} progress={progress} />
      )}
    </DeskPage>
  )
}

function Told({ c, form }: { c: Context<CaisseEnv>; form: FormState }) {
  const t = c.get('t')
  if (form.refusal) return <Notice tone="refusal" title={t(form.refusal)} />
  const told = (['garde', 'essai', 'imprime', 'repris', 'arrete'] as const).find(
    (each) => c.req.query(each) === 'oui',
  )
  return told ? <Notice tone="success" title={t(`newsletter.told.${told}`)} /> : null
}

type BlocksProps = {
  c: Context<CaisseEnv>
  issue: Issue
  blocks: readonly Block[]
  sections: readonly Section[]
}

function Blocks({ c, issue, blocks, sections }: BlocksProps) {
  const t = c.get('t')
  if (blocks.length === 0)
    return (
      <EmptyState icon="edit" title={t('newsletter.compose.empty')}>
        {t('newsletter.compose.emptyText')}
      </EmptyState>
    )
  return (
    <ol class="letter-blocks">
      {blocks.map((block, place) => (
        <li key={block.id} id={`bloc-${block.id}`}>
          <BlockCard
            c={c}
            issue={issue}
            block={block}
            section={sections.find(({ id }) => id === block.id)}
            ends={{ first: place === 0, last: place === blocks.length - 1 }}
          />
        </li>
      ))}
    </ol>
  )
}

type BlockCardProps = {
  c: Context<CaisseEnv>
  issue: Issue
  block: Block
  section: Section | undefined
  ends: { first: boolean; last: boolean }
}

function BlockCard({ c, issue, block, section, ends }: BlockCardProps) {
  const t = c.get('t')
  const href = `${letterHref(c, issue.id)}/blocs/${block.id}`
  const name = block.title || section?.items[0]?.title || t(`newsletter.kind.${block.kind}`)
  return (
    <Card title={name} icon={KIND_ICONS[block.kind]}>
      <p class="soft">{t(`newsletter.kind.${block.kind}`)}</p>
      {section ? (
        <p class="letter-glimpse">{glimpse(section)}</p>
      ) : (
        <p>
          <Badge tone="wait">{t('newsletter.compose.gone')}</Badge>
        </p>
      )}
      <div class="actions">
        <LinkButton icon="edit" href={href}>
          {t('newsletter.compose.edit')}
          <span class="visually-hidden"> {name}</span>
        </LinkButton>
        {!ends.first && <Move c={c} href={href} to="up" name={name} />}
        {!ends.last && <Move c={c} href={href} to="down" name={name} />}
        <form method="post" action={`${href}/retirer`}>
          <HiddenKey value={freshForm().key} />
          <Button kind="quiet" icon="delete">
            {t('newsletter.compose.remove')}
            <span class="visually-hidden"> {name}</span>
          </Button>
        </form>
      </div>
    </Card>
  )
}

function Move({
  c,
  href,
  to,
  name,
}: {
  c: Context<CaisseEnv>
  href: string
  to: 'up' | 'down'
  name: string
}) {
  const t = c.get('t')
  return (
    <form method="post" action={`${href}/deplacer`}>
      <HiddenKey value={freshForm().key} />
      <Button kind="quiet" name="to" value={to}>
        {t(`newsletter.compose.${to}`)}
        <span class="visually-hidden"> {name}</span>
      </Button>
    </form>
  )
}

/** Enough words to know which block it is. */
const glimpse = ({ text, picture, items }: Section): string => {
  const words = text || picture?.alt || items.map(({ title }) => title).join(' · ')
  return words.length > 140 ? `${words.slice(0, 140).trimEnd()}…` : words
}

function AddBlock({ c, issue }: { c: Context<CaisseEnv>; issue: Issue }) {
  const t = c.get('t')
  return (
    <Card title={t('newsletter.compose.add')} icon="add" look="sunk">
      <RowList>
        {KINDS.map((kind) => (
          <RowLink
            key={kind}
            icon={KIND_ICONS[kind]}
            href={`${letterHref(c, issue.id)}/ajouter/${kind}`}
            title={t(`newsletter.kind.${kind}`)}
            text={t(`newsletter.kindHint.${kind}`)}
          />
        ))}
      </RowList>
    </Card>
  )
}

function Head({ c, issue, form }: { c: Context<CaisseEnv>; issue: Issue; form: FormState }) {
  const t = c.get('t')
  const { id, number, title, summary, language } = issue
  return (
    <Disclosure summary={t('newsletter.compose.head')} open={form.issues.length > 0}>
      <Form action={letterHref(c, id)} issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <HeadFields t={t} number={number} title={title} summary={summary} language={language} />
        <Actions>
          <Button icon="save">{t('newsletter.compose.save')}</Button>
        </Actions>
      </Form>
      <form method="post" action={`${letterHref(c, id)}/jeter`}>
        <HiddenKey value={freshForm().key} />
        <Button kind="danger" icon="delete">
          {t('newsletter.compose.drop')}
        </Button>
      </form>
    </Disclosure>
  )
}
