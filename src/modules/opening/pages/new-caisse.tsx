import type { Context } from 'hono'
import { Hono } from 'hono'
import type { z } from 'zod'
import type { Role } from '../../../kit/actor.ts'
import { answerForm, freshForm, html, textField, type Fields, type FormState } from '../../../kit/http.ts'
import type { Translate } from '../../../kit/i18n/translate.ts'
import { Actions, Button } from '../../../kit/ui/button.tsx'
import { CheckboxField, RadioCards } from '../../../kit/ui/choices.tsx'
import { Form } from '../../../kit/ui/form.tsx'
import { DateField, TextField } from '../../../kit/ui/inputs.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Notice } from '../../../kit/ui/parts.tsx'
import { findOrganisation } from '../../caisses/store.ts'
import { callOf, deskFrame, readCaisse, requireRole, type CaisseEnv } from '../../caisses/web.ts'
import { openSisterCaisse, type OpenSister } from '../actions/open-caisse.ts'
import { presetCards } from './presets.ts'

const OPENS: readonly Role[] = ['administrator']

export const newCaisse = new Hono<CaisseEnv>()

newCaisse.use('/c/:slug/nouvelle-caisse', readCaisse, async (c, next) => (requireRole(c, OPENS), next()))

newCaisse.get('/c/:slug/nouvelle-caisse', async (c) => html(await newCaissePage(c, freshForm())))

newCaisse.post('/c/:slug/nouvelle-caisse', (c) =>
  answerForm(c, {
    act: (fields, key) => openSisterCaisse(callOf(c, key), readOpening(c.get('t'), fields)),
    done: ({ slug }) => `/c/${slug}/ouverture`,
    again: (form) => newCaissePage(c, form),
  }),
)

function readOpening(t: Translate, fields: Fields): z.input<typeof OpenSister> {
  const typed = (name: string) => textField(fields, name).trim()
  return {
    name: typed('name'),
    slug: typed('slug'),
    unitName: typed('unitName'),
    territories: typed('territories')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    pilotFrom: typed('pilotFrom') || null,
    pilotUntil: typed('pilotUntil') || null,
    practice: typed('practice') === 'yes',
    from: typed('from'),
    draftName: t('draft.start.nameOf', { nameText: typed('name') || '–' }).slice(0, 120),
  }
}

async function newCaissePage(c: Context<CaisseEnv>, form: FormState) {
  const t = c.get('t')
  const { slug, name, organisation_id, unit_name } = c.get('caisse')
  const organisation = await findOrganisation(c.get('app').db, organisation_id)
  const practice = c.req.query('entrainement') !== undefined
  return (
    <DeskPage
      {...deskFrame(c, '/ouverture')}
      title={t(practice ? 'opening.new.titlePractice' : 'opening.new.title')}
      lead={t('opening.new.lead', { nameText: organisation?.legal_name ?? '' })}
      breadcrumb={[{ href: `/c/${slug}/ouverture`, label: t('opening.nav') }]}
      notice={form.refusal && <Notice tone="refusal" title={t(form.refusal)} />}
    >
      <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
        <TextField
          name="name"
          label={t('opening.new.name')}
          {...(practice && { value: t('opening.new.practiceName', { nameText: name }) })}
          maxLength={120}
          autofocus
        />
        <TextField
          name="slug"
          label={t('opening.new.slug')}
          hint={t('opening.new.slugHint')}
          {...(practice && { value: `${slug}-essai` })}
          maxLength={60}
        />
        <TextField
          name="unitName"
          label={t('opening.new.unit')}
          hint={t('opening.new.unitHint')}
          value={unit_name}
          maxLength={120}
        />
        <TextField
          name="territories"
          label={t('opening.new.territories')}
          hint={t('opening.new.territoriesHint')}
          rows={3}
          optional
        />
        <div class="form-row">
          <DateField name="pilotFrom" label={t('opening.new.from')} optional />
          <DateField name="pilotUntil" label={t('opening.new.until')} optional />
        </div>
        <CheckboxField
          name="practice"
          label={t('opening.new.practice')}
          hint={t('opening.new.practiceHint')}
          checked={practice}
          optional
        />
        <RadioCards
          name="from"
          label={t('opening.new.rules')}
          hint={t('opening.new.rulesHint')}
          value="blank"
          options={[
            { value: 'blank', label: t('draft.start.blank'), hint: t('draft.start.blankHint') },
            ...presetCards(t),
          ]}
        />
        <Actions sticky>
          <Button kind="primary" icon="add">
            {t('opening.new.go')}
          </Button>
        </Actions>
      </Form>
    </DeskPage>
  )
}
