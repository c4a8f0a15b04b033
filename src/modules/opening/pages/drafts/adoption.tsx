import type { Context } from 'hono'
import { actorOf, textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { addMonths, monthOf } from '../../../../kit/month.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../../kit/ui/form.tsx'
import { DateField, MonthField, TextField } from '../../../../kit/ui/inputs.tsx'
import { Card, DefinitionList, EmptyState, Notice } from '../../../../kit/ui/parts.tsx'
import { readForm } from '../../../caisses/rules/reglement-form/read.ts'
import { mayHere, read, type CaisseEnv } from '../../../caisses/web.ts'
import {
  countSigners,
  SIGNATURES_NEEDED,
  SIGNING_ROLES,
  signatures,
  type Signature,
} from '../../../identity/approvals.ts'
import { DRAFT } from '../../actions/drafts.ts'
import type { Draft, Proposal } from '../../store/drafts.ts'
import { draftHref, draftOf, DraftPage } from './frame.tsx'

export const readProposal = (fields: Fields) => ({
  validFrom: textField(fields, 'validFrom'),
  decision: {
    decidedOn: textField(fields, 'decision.decidedOn'),
    body: textField(fields, 'decision.body'),
    title: textField(fields, 'decision.title'),
    text: textField(fields, 'decision.text'),
    minutesUrl: textField(fields, 'decision.minutesUrl').trim() || null,
  },
})

/** First by which decision and from when; then another person reads it and adopts. */
export async function adoptionPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const draft = await draftOf(c)
  const ready = readForm(draft.typed)
  const notice = form.refusal && <Notice tone="refusal" title={t(form.refusal)} />
  if (!ready.ok)
    return (
      <DraftPage c={c} draft={draft} tab="adoption" title={t('draft.adopt.notYet')} notice={notice}>
        <EmptyState
          title={t('draft.fields.title', { count: ready.issues.length })}
          icon="edit"
          action={
            <LinkButton href={`${draftHref(c, draft)}?enregistre=oui`}>{t('draft.tab.fields')}</LinkButton>
          }
        />
      </DraftPage>
    )
  if (draft.status === 'proposed' && draft.proposal && form.issues.length === 0) {
    const { signed, signers } = await read(c, async (tx) => ({
      signed: await signatures(tx, { kind: DRAFT, id: draft.proposalId! }),
      signers: await countSigners(tx, c.get('today')),
    }))
    return (
      <ProposedPage
        c={c}
        draft={draft}
        proposal={draft.proposal}
        signed={signed}
        signers={signers}
        form={form}
      />
    )
  }
  const today = c.get('today')
  return (
    <DraftPage
      c={c}
      draft={draft}
      tab="adoption"
      title={t('draft.adopt.title')}
      lead={t('draft.adopt.lead')}
      notice={notice}
    >
      <Form
        action={`${draftHref(c, draft)}/adoption`}
        issues={form.issues}
        typed={form.typed}
        idempotencyKey={form.key}
      >
        <MonthField
          name="validFrom"
          label={t('draft.adopt.validFrom')}
          value={addMonths(monthOf(today), 1)}
          from={addMonths(monthOf(today), -12)}
          to={addMonths(monthOf(today), 18)}
        />
        <DateField name="decision.decidedOn" label={t('draft.adopt.decidedOn')} value={today} />
        <TextField
          name="decision.body"
          label={t('draft.adopt.body')}
          hint={t('draft.adopt.bodyHint')}
          maxLength={120}
        />
        <TextField name="decision.title" label={t('draft.adopt.decision')} maxLength={120} />
        <TextField
          name="decision.text"
          label={t('draft.adopt.text')}
          hint={t('draft.adopt.textHint')}
          rows={4}
          maxLength={10_000}
          optional
        />
        <TextField
          name="decision.minutesUrl"
          type="url"
          label={t('draft.adopt.minutes')}
          hint="https://…"
          maxLength={500}
          optional
        />
        <Actions sticky>
          <Button kind="primary" icon="decide">
            {t('draft.adopt.propose')}
          </Button>
        </Actions>
      </Form>
    </DraftPage>
  )
}

type ProposedProps = {
  c: Context<CaisseEnv>
  draft: Draft
  proposal: Proposal
  signed: readonly Signature[]
  signers: number
  form: FormState
}

function ProposedPage({ c, draft, proposal, signed, signers, form }: ProposedProps) {
  const t = c.get('t')
  const { practice, slug } = c.get('caisse')
  const { validFrom, decision } = proposal
  const actor = actorOf(c)
  const mine = actor.kind === 'account' && signed.some(({ accountId }) => accountId === actor.accountId)
  const refusal = !mayHere(c, SIGNING_ROLES)
    ? new Refusal('may_not_sign', {}, 403)
    : mine && !practice
      ? new Refusal(signers < SIGNATURES_NEEDED ? 'second_person_needed' : 'already_signed', {}, 409)
      : null
  return (
    <DraftPage
      c={c}
      draft={draft}
      tab="adoption"
      title={t(practice ? 'draft.adopt.oneLeft' : 'draft.adopt.otherLeft')}
      lead={t(practice ? 'draft.adopt.practice' : 'draft.adopt.two')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Card title={decision.title} icon="decide">
        {decision.text && <p>{decision.text}</p>}
        <DefinitionList
          items={[
            { term: t('draft.adopt.validFrom'), value: t.month(validFrom) },
            { term: t('draft.adopt.decidedOn'), value: t.day(decision.decidedOn) },
            { term: t('draft.adopt.body'), value: decision.body },
            ...(decision.minutesUrl
              ? [
                  {
                    term: t('draft.adopt.minutes'),
                    value: <a href={decision.minutesUrl}>{t('caisses.reglement.minutes')}</a>,
                  },
                ]
              : []),
            ...signed.map((one) => ({
              key: one.accountId,
              term: t('draft.adopt.signed'),
              value: `${one.name}, ${t.instant(one.at)}`,
            })),
          ]}
        />
      </Card>
      <form method="post" action={`${draftHref(c, draft)}/adopter`} class="form">
        <HiddenKey value={form.key} />
        <input type="hidden" name="digest" value={draft.digest!.toString('hex')} />
        <Actions>
          <Button kind="primary" icon="approve" refusal={refusal}>
            {t('draft.adopt.confirm')}
          </Button>
          <LinkButton href={`${draftHref(c, draft)}/effet?mois=${validFrom}`} icon="compare">
            {t('draft.tab.effect')}
          </LinkButton>
          {refusal?.code === 'second_person_needed' && (
            <LinkButton href={`/c/${slug}/equipe`} icon="people">
              {t('team.nav')}
            </LinkButton>
          )}
        </Actions>
      </form>
      <p class="soft">{t('draft.adopt.changes')}</p>
    </DraftPage>
  )
}
