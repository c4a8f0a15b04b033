import { Hono, type Context } from 'hono'
import {
  answerForm,
  type Fields,
  type FormState,
  freshForm,
  html,
  sentFile,
  textField,
} from '../../../kit/http.ts'
import { Refusal, refuse } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { FileField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, type CaisseEnv } from '../../caisses/web.ts'
import { keepBlock } from '../actions/letters.ts'
import { isSubjectKind, KINDS, refusalToEdit, type Kind } from '../rules/letter.ts'
import { findIssue, listBlocks, type Block, type Issue } from '../store/letters.ts'
import { choicesFor, type Choice } from '../store/sources.ts'
import { letterHref, pictureHref, trailOf } from './frame.tsx'

/** One block: what it shows, the words above it. */
export const block = new Hono<CaisseEnv>()

const kindOf = (c: Context<CaisseEnv>): Kind => {
  const kind = KINDS.find((each) => each === c.req.param('kind'))
  if (!kind) throw new Refusal('unknown_block', {}, 404)
  return kind
}

async function readBlockFields(fields: Fields) {
  const picture = await sentFile(fields, 'picture')
  return {
    title: textField(fields, 'title'),
    body: textField(fields, 'body'),
    subjectId: textField(fields, 'subjectId'),
    alt: textField(fields, 'alt'),
    ...(picture && { picture: picture.bytes }),
  }
}

block.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/ajouter/:kind', async (c) =>
  html(await blockPage(c, freshForm(), { kind: kindOf(c) })),
)

block.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/ajouter/:kind', (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      keepBlock(callOf(c, key), {
        letterId: c.req.param('letter'),
        kind: kindOf(c),
        ...(await readBlockFields(fields)),
      }),
    done: ({ blockId }) => `${letterHref(c, c.req.param('letter'))}#bloc-${blockId}`,
    again: (form) => blockPage(c, form, { kind: kindOf(c) }),
  }),
)

block.get('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/blocs/:block{[0-9a-f-]{36}}', async (c) =>
  html(await blockPage(c, freshForm(), await findBlock(c))),
)

block.post('/c/:slug/lettre/:letter{[0-9a-f-]{36}}/blocs/:block{[0-9a-f-]{36}}', (c) =>
  answerForm(c, {
    act: async (fields, key) =>
      keepBlock(callOf(c, key), {
        letterId: c.req.param('letter'),
        blockId: c.req.param('block'),
        kind: (await findBlock(c)).kind,
        ...(await readBlockFields(fields)),
      }),
    done: () => `${letterHref(c, c.req.param('letter'))}#bloc-${c.req.param('block')}`,
    again: async (form) => blockPage(c, form, await findBlock(c)),
  }),
)

async function findBlock(c: Context<CaisseEnv>): Promise<Block> {
  const blocks = await read(c, (tx) => listBlocks(tx, c.req.param('letter') ?? ''))
  const found = blocks.find(({ id }) => id === c.req.param('block'))
  if (!found) throw new Refusal('unknown_block', {}, 404)
  return found
}

type Shown = { kind: Kind } & Partial<Block>

async function blockPage(c: Context<CaisseEnv>, form: FormState, shown: Shown) {
  const t = c.get('t')
  const { issue, choices } = await read(c, async (tx) => ({
    issue: await findIssue(tx, c.req.param('letter') ?? ''),
    choices: isSubjectKind(shown.kind) ? await choicesFor(tx, shown.kind, c.get('app').now()) : null,
  }))
  refuse(refusalToEdit(issue.status))
  const nothing = choices?.length === 0 && shown.subjectId === undefined
  return (
    <DeskPage
      {...deskFrame(c, '/lettre')}
      title={t(`newsletter.kind.${shown.kind}`)}
      lead={t(`newsletter.kindHint.${shown.kind}`)}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
      breadcrumb={trailOf(c, issue)}
    >
      {nothing ? (
        <EmptyState
          icon="search"
          title={t('newsletter.block.nothing')}
          action={<LinkButton href={letterHref(c, issue.id)}>{t('newsletter.block.back')}</LinkButton>}
        >
          {t(`newsletter.nothing.${shown.kind}`)}
        </EmptyState>
      ) : (
        <BlockForm c={c} form={form} issue={issue} shown={shown} choices={choices} />
      )}
    </DeskPage>
  )
}

type BlockFormProps = {
  c: Context<CaisseEnv>
  form: FormState
  issue: Issue
  shown: Shown
  choices: readonly Choice[] | null
}

function BlockForm({ c, form, issue, shown, choices }: BlockFormProps) {
  const t = c.get('t')
  const { kind, title, body, subjectId, picture, alt } = shown
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key} files={kind === 'picture'}>
      {choices && (
        <SelectField
          name="subjectId"
          label={t('newsletter.block.subject')}
          {...(subjectId && { value: subjectId })}
          options={[
            ...choices.map(({ id, label }) => ({ value: id, label })),
            // What it shows is past by now and not proposed any more; it may stay.
            ...(subjectId && !choices.some(({ id }) => id === subjectId)
              ? [{ value: subjectId, label: t('newsletter.block.asBefore') }]
              : []),
          ]}
        />
      )}
      {kind === 'picture' && (
        <>
          {picture && (
            <img class="letter-picture" src={pictureHref(c)(picture.toString('hex'))} alt={alt ?? ''} />
          )}
          <FileField
            name="picture"
            label={t(picture ? 'newsletter.block.otherPicture' : 'newsletter.block.picture')}
            accept="image/jpeg,image/png,image/webp"
            optional={picture !== undefined}
          />
          <TextField
            name="alt"
            label={t('newsletter.block.alt')}
            hint={t('newsletter.block.altHint')}
            maxLength={300}
            {...(alt !== undefined && { value: alt })}
          />
        </>
      )}
      <TextField
        name="title"
        label={t('newsletter.block.title')}
        hint={t(kind === 'text' ? 'newsletter.block.titleHintText' : 'newsletter.block.titleHint')}
        maxLength={150}
        optional
        {...(title !== undefined && { value: title })}
      />
      <TextField
        name="body"
        label={t(kind === 'text' ? 'newsletter.block.text' : 'newsletter.block.words')}
        hint={t('newsletter.block.markdown')}
        rows={kind === 'text' ? 14 : 5}
        maxLength={20_000}
        optional={kind !== 'text'}
        {...(body !== undefined && { value: body })}
      />
      <Actions>
        <Button kind="primary" icon="check">
          {t('newsletter.block.keep')}
        </Button>
        <LinkButton kind="quiet" href={letterHref(c, issue.id)}>
          {t('newsletter.block.back')}
        </LinkButton>
      </Actions>
    </Form>
  )
}
