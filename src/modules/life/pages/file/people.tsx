import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../../kit/http.ts'
import { Refusal } from '../../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { CodeField } from '../../../../kit/ui/inputs.tsx'
import { TillPage } from '../../../../kit/ui/pages.tsx'
import { Badge, Card, Notice } from '../../../../kit/ui/parts.tsx'
import { frameOf, read, type CaisseEnv } from '../../../caisses/web.ts'
import { blockPayer, issueNumber, resetCode, unblockPayer } from '../../../payments/actions/payers.ts'
import { groupNumber } from '../../../payments/rules/number.ts'
import type { Payer } from '../../../payments/store/payers.ts'
import { membersOf, type Member } from '../../../people/store/households.ts'

export const ON_PERSON = {
  numero: issueNumber,
  effacer: resetCode,
  bloquer: blockPayer,
  debloquer: unblockPayer,
} as const

export function MemberCard({
  c,
  member,
  payer,
  href,
}: {
  c: Context<CaisseEnv>
  member: Member
  payer: Payer | undefined
  href: string
}) {
  const t = c.get('t')
  const act = (name: keyof typeof ON_PERSON, label: string) => (
    <form method="post" action={`${href}/${name}`}>
      <input type="hidden" name="key" value={freshForm().key} />
      <Button kind={name === 'numero' ? 'secondary' : 'quiet'}>{label}</Button>
    </form>
  )
  return (
    <Card
      title={`${member.givenName} ${member.familyName}`.trim()}
      icon={member.child ? 'people' : 'person'}
      level={3}
    >
      <p>
        <Badge>{t(member.child ? 'desk.file.child' : 'desk.file.adult')}</Badge>{' '}
        {payer?.blocked && <Badge tone="refusal">{t('desk.file.blocked')}</Badge>}
        {payer && !payer.blocked && (
          <Badge tone={payer.hasCode ? 'success' : 'wait'}>
            {t(payer.hasCode ? 'desk.file.code' : 'desk.file.noCode')}
          </Badge>
        )}
      </p>
      {payer && <p>{t('desk.file.number', { numberText: groupNumber(payer.number) })}</p>}
      {!member.child && (
        <div class="actions">
          {!payer && act('numero', t('desk.file.issueNumber'))}
          {payer && !payer.hasCode && (
            <LinkButton href={`${href}/code`} icon="code">
              {t('desk.file.chooseCode')}
            </LinkButton>
          )}
          {payer?.hasCode && act('effacer', t('desk.file.resetCode'))}
          {payer &&
            (payer.blocked ? act('debloquer', t('desk.file.unblock')) : act('bloquer', t('desk.file.block')))}
        </div>
      )}
    </Card>
  )
}

/** The screen is turned to the person: nothing else of the file is on it. */
export async function codePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const person = c.req.param('person')
  const members = await read(c, (tx) => membersOf(tx, c.req.param('household')!))
  const member = members.find((one) => one.personId === person)
  if (!member) throw new Refusal('unknown_person', {}, 404)
  const nameText = member.givenName
  return (
    <TillPage
      {...frameOf(c)}
      title={t('desk.code.title')}
      lead={t('desk.code.lead', { nameText })}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <CodeField
          name="code"
          label={t('desk.code.code')}
          hint={t('desk.code.hint')}
          length={6}
          big
          autofocus
        />
        <CodeField name="again" label={t('desk.code.again')} length={6} big />
        <Actions>
          <Button kind="primary">{t('desk.code.confirm')}</Button>
        </Actions>
      </Form>
    </TillPage>
  )
}
