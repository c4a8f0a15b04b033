import type { Context } from 'hono'
import type { z } from 'zod'
import { textField, type Fields, type FormState } from '../../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../../kit/ui/button.tsx'
import { CheckboxField, RadioCards } from '../../../../kit/ui/choices.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { DateField, SelectField, TextField } from '../../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../../kit/ui/pages.tsx'
import { Notice } from '../../../../kit/ui/parts.tsx'
import type { InviteToTeam } from '../../../identity/team.ts'
import { TEAM_ROLES } from '../../../identity/team-rules.ts'
import { listTerritories } from '../../store.ts'
import { deskFrame, mayHere, read, type CaisseEnv } from '../../web.ts'

/** As typed: what the action cannot read comes back at the field. */
export const readInvitation = (fields: Fields): z.input<typeof InviteToTeam> => ({
  name: textField(fields, 'name'),
  email: textField(fields, 'email').trim(),
  role: textField(fields, 'role') as z.input<typeof InviteToTeam>['role'],
  untilOn: textField(fields, 'untilOn') || null,
  scopeId: textField(fields, 'scopeId') || null,
  deputy: textField(fields, 'deputy') === 'yes',
})

export async function invitePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, name } = c.get('caisse')
  const territories = await read(c, listTerritories)
  const given = TEAM_ROLES.filter((role) => role !== 'administrator' || mayHere(c, ['administrator']))
  const asked = TEAM_ROLES.find((role) => role === c.req.query('role'))
  return (
    <DeskPage
      {...deskFrame(c, '/equipe')}
      title={t('team.invite.title')}
      lead={t('team.invite.lead')}
      breadcrumb={[{ href: `/c/${slug}/equipe`, label: t('team.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField name="name" label={t('team.invite.name')} maxLength={120} autofocus />
        <TextField
          name="email"
          type="email"
          inputmode="email"
          label={t('identity.signIn.email')}
          hint={t('team.invite.emailHint')}
          maxLength={254}
        />
        <RadioCards
          name="role"
          label={t('team.role')}
          {...(asked && { value: asked })}
          options={given.map((role) => ({
            value: role,
            label: t(`identity.role.${role}`),
            hint: t(`team.does.${role}`),
          }))}
        />
        {territories.length > 0 && (
          <SelectField
            name="scopeId"
            label={t('team.scope.label')}
            hint={t('team.scope.hint')}
            value=""
            options={[
              { value: '', label: t('team.scope.all', { nameText: name }) },
              ...territories.map((territory) => ({ value: territory.id, label: territory.name })),
            ]}
            optional
          />
        )}
        <DateField
          name="untilOn"
          label={t('team.invite.until')}
          hint={t('team.invite.untilHint')}
          min={c.get('today')}
          optional
        />
        <CheckboxField
          name="deputy"
          label={t('team.invite.deputy')}
          hint={t('team.invite.deputyHint')}
          optional
        />
        <Actions>
          <Button kind="primary" icon="send">
            {t('team.invite.send')}
          </Button>
          <LinkButton href={`/c/${slug}/equipe`}>{t('team.back')}</LinkButton>
        </Actions>
      </Form>
    </DeskPage>
  )
}
