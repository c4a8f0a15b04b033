import { Hono, type Context } from 'hono'
import { answerForm, freshForm, html, textField, type FormState } from '../../../kit/http.ts'
import { dayAt } from '../../../kit/month.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, EmptyState, Notice } from '../../../kit/ui/parts.tsx'
import { callOf, deskFrame, read, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import {
  endMember,
  endStructure,
  inviteMember,
  membersOfStructure,
  openStructure,
} from '../../people/actions/mandates.ts'
import { mandatesOfStructure } from '../../people/store/mandates.ts'
import { getStructure, listStructures, STRUCTURE_KINDS } from '../../people/store/structures.ts'
import { WELCOMERS } from './waiting.tsx'

export const structures = new Hono<CaisseEnv>()

structures.use('/c/:slug/structures', readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))
structures.use('/c/:slug/structures/*', readCaisse, async (c, next) => (requireRole(c, WELCOMERS), next()))

structures.get('/c/:slug/structures', async (c) => html(await listPage(c, freshForm())))

structures.post('/c/:slug/structures', (c) =>
  answerForm(c, {
    act: (fields, key) =>
      openStructure(callOf(c, key), {
        name: textField(fields, 'name'),
        kind: textField(fields, 'kind') as 'association',
      }),
    done: ({ structureId }) => `/c/${c.get('caisse').slug}/structures/${structureId}`,
    again: (form) => listPage(c, form),
  }),
)

async function listPage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const all = await read(c, async (tx) => {
    const listed = []
    for (const structure of await listStructures(tx))
      listed.push({
        structure,
        members: (await membersOfStructure(tx, structure.id)).length,
        people: (await mandatesOfStructure(tx, structure.id, c.get('today'))).length,
      })
    return listed
  })
  return (
    <DeskPage
      {...deskFrame(c, '/structures')}
      title={t('mandates.structures.title')}
      lead={t('mandates.structures.lead')}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      {all.length === 0 ? (
        <EmptyState title={t('mandates.structures.none')} icon="agreement">
          <p>{t('mandates.structures.noneText')}</p>
        </EmptyState>
      ) : (
        <RowList>
          {all.map(({ structure, members, people }) => (
            <RowLink
              key={structure.id}
              href={`/c/${slug}/structures/${structure.id}`}
              icon="agreement"
              title={structure.name}
              text={
                structure.endedAt
                  ? t('mandates.structures.ended', { day: dayAt(structure.endedAt, zone) })
                  : t('mandates.structures.line', {
                      kindText: t(`mandates.structures.kind.${structure.kind}`),
                      members,
                      people,
                    })
              }
            />
          ))}
        </RowList>
      )}
      <Card title={t('mandates.structures.add')} icon="add">
        <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
          <div class="form-row">
            <TextField name="name" label={t('mandates.structures.name')} maxLength={120} />
            <SelectField
              name="kind"
              label={t('mandates.structures.kindLabel')}
              value="association"
              options={STRUCTURE_KINDS.map((kind) => ({
                value: kind,
                label: t(`mandates.structures.kind.${kind}`),
              }))}
            />
          </div>
          <Actions>
            <Button kind="primary">{t('mandates.structures.confirm')}</Button>
          </Actions>
        </Form>
      </Card>
    </DeskPage>
  )
}

const ONE = '/c/:slug/structures/:structure{[0-9a-f-]{36}}'

const hrefOf = (c: Context<CaisseEnv>): string =>
  `/c/${c.get('caisse').slug}/structures/${c.req.param('structure')}`

structures.get(ONE, async (c) => html(await onePage(c, freshForm())))

structures.post(ONE, (c) =>
  answerForm(c, {
    act: async (fields, key) => {
      const name = textField(fields, 'name')
      await inviteMember(callOf(c, key), {
        structureId: c.req.param('structure'),
        name,
        email: textField(fields, 'email'),
      })
      return name
    },
    done: (name) => `${hrefOf(c)}?${new URLSearchParams({ invite: name })}`,
    again: (form) => onePage(c, form),
  }),
)

structures.post(`${ONE}/membre`, (c) =>
  answerForm(c, {
    act: (fields, key) =>
      endMember(callOf(c, key), {
        structureId: c.req.param('structure'),
        roleId: textField(fields, 'roleId'),
      }),
    done: () => `${hrefOf(c)}?ferme=oui`,
    again: (form) => onePage(c, form),
  }),
)

structures.post(`${ONE}/fin`, (c) =>
  answerForm(c, {
    act: (_, key) => endStructure(callOf(c, key), { structureId: c.req.param('structure') }),
    done: () => `${hrefOf(c)}?fini=oui`,
    again: (form) => onePage(c, form),
  }),
)

async function onePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, time_zone: zone } = c.get('caisse')
  const id = c.req.param('structure')!
  const { structure, members, mandates } = await read(c, async (tx) => ({
    structure: await getStructure(tx, id),
    members: await membersOfStructure(tx, id),
    mandates: await mandatesOfStructure(tx, id, c.get('today')),
  }))
  const done = c.req.query('invite')
    ? t('mandates.structures.invited', { nameText: c.req.query('invite')! })
    : c.req.query('ferme')
      ? t('mandates.structures.memberEnded')
      : c.req.query('fini') && t('mandates.structures.endDone')
  return (
    <DeskPage
      {...deskFrame(c, '/structures')}
      title={structure.name}
      breadcrumb={[{ href: `/c/${slug}/structures`, label: t('mandates.structures.nav') }]}
      notice={
        form.refusal ? (
          <Notice tone="refusal" title={t(form.refusal)} />
        ) : (
          done && <Notice tone="success" title={done} />
        )
      }
    >
      <p>
        <Badge>{t(`mandates.structures.kind.${structure.kind}`)}</Badge>{' '}
        {structure.endedAt && (
          <Badge>{t('mandates.structures.ended', { day: dayAt(structure.endedAt, zone) })}</Badge>
        )}
      </p>
      <h2>{t('mandates.structures.members')}</h2>
      {members.length === 0 ? (
        <p>{t('mandates.structures.membersNone')}</p>
      ) : (
        <RowList>
          {members.map((member) => (
            <RowItem
              key={member.id}
              icon="person"
              title={member.name}
              text={member.email}
              aside={
                <form method="post" action={`${hrefOf(c)}/membre`}>
                  <input type="hidden" name="key" value={freshForm().key} />
                  <input type="hidden" name="roleId" value={member.id} />
                  <Button kind="quiet">{t('mandates.structures.endMember')}</Button>
                </form>
              }
            />
          ))}
        </RowList>
      )}
      {!structure.endedAt && (
        <Card title={t('mandates.structures.invite')} icon="mail">
          <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
            <div class="form-row">
              <TextField name="name" label={t('mandates.structures.memberName')} maxLength={120} />
              <TextField
                name="email"
                type="email"
                label={t('mandates.structures.memberEmail')}
                maxLength={200}
              />
            </div>
            <Actions>
              <Button kind="primary">{t('mandates.structures.inviteConfirm')}</Button>
            </Actions>
          </Form>
        </Card>
      )}
      <h2>{t('mandates.structures.people')}</h2>
      {mandates.length === 0 ? (
        <p>{t('mandates.structures.peopleNone')}</p>
      ) : (
        <RowList>
          {mandates.map((mandate) => (
            <RowItem
              key={mandate.id}
              icon="person"
              title={`${mandate.givenName} ${mandate.familyName}`.trim()}
              text={t('mandates.help.until', { day: mandate.untilOn })}
            />
          ))}
        </RowList>
      )}
      {!structure.endedAt && (
        <Card title={t('mandates.structures.end')} look="sunk">
          <p>{t('mandates.structures.endText')}</p>
          <form method="post" action={`${hrefOf(c)}/fin`}>
            <input type="hidden" name="key" value={freshForm().key} />
            <Button kind="danger">{t('mandates.structures.end')}</Button>
          </form>
        </Card>
      )}
    </DeskPage>
  )
}
