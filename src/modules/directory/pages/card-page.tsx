import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Refusal } from '../../../kit/refusal.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowLink, RowList } from '../../../kit/ui/navigation.tsx'
import { DeskPage } from '../../../kit/ui/pages.tsx'
import { Badge, Card, DefinitionList, Disclosure, type Definition } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { roleWords } from '../say-role.ts'
import { findInBook, listTags } from '../store/book.ts'
import { consentsOf } from '../store/consents.ts'
import { mergesOf } from '../store/merge.ts'
import { listPartners } from '../store/partners.ts'
import { ConsentCard } from './consent-card.tsx'
import { cardHref, findDuplicates, frame, hrefOf, territoryOptions, trailOf } from './frame.tsx'
import { RoleCard } from './role-card.tsx'
import { WhoFields } from './who-fields.tsx'

const DONE = [
  'ajoute',
  'modifie',
  'etiquettes',
  'confirme',
  'role',
  'fini',
  'accord',
  'retire',
  'reuni',
] as const

/** Which of the page's forms comes back with what was typed in it. */
export type Part = 'who' | 'tags' | 'role' | 'consent'

export async function cardPage(c: Context<CaisseEnv>, form: FormState, part?: Part) {
  const t = c.get('t')
  const { slug } = c.get('caisse')
  const id = c.req.param('contact')!
  const today = c.get('today')
  const seen = await read(c, async (tx) => {
    const one = await findInBook(tx, today, id)
    if (!one) throw new Refusal('unknown_contact', {}, 404)
    const pairs = (await findDuplicates(tx, today)).filter((pair) => [pair.oneId, pair.otherId].includes(id))
    return {
      one,
      territories: await territoryOptions(tx, t('directory.filter.everywhere')),
      partners: (await listPartners(tx, today)).filter(({ ended }) => !ended),
      tags: await listTags(tx),
      consents: await consentsOf(tx, id),
      merges: await mergesOf(tx, id),
      alike: await Promise.all(
        pairs.map(
          async ({ oneId, otherId }) => (await findInBook(tx, today, oneId === id ? otherId : oneId))!,
        ),
      ),
    }
  })
  const { one, territories, partners, tags, consents, merges, alike } = seen
  const said = DONE.find((word) => word === c.req.query('fait'))
  /** A form that is not the one that was sent stays as it was. */
  const formOf = (which: Part): FormState => (part === which ? form : { ...freshForm(), refusal: null })
  const tagForm = formOf('tags')
  const whoForm = formOf('who')
  const facts: Definition[] = [
    { term: t('directory.import.field.email'), value: <Ways list={[one.email, ...one.otherEmails]} mail /> },
    { term: t('directory.import.field.phone'), value: <Ways list={[one.phone, ...one.otherPhones]} /> },
    ...(one.territoryName ? [{ term: t('directory.import.field.territory'), value: one.territoryName }] : []),
    ...(one.otherNames.length > 0
      ? [{ term: t('directory.card.otherNames'), value: one.otherNames.join(', ') }]
      : []),
    ...(one.confirmedOn ? [{ term: t('directory.card.confirmedOn'), value: t.day(one.confirmedOn) }] : []),
  ]
  return (
    <DeskPage
      {...frame(c, form, said && t(`directory.card.done.${said}`))}
      title={one.name}
      breadcrumb={trailOf(c)}
      actions={
        one.householdId && (
          <LinkButton icon="household" href={`/c/${slug}/foyers/${one.householdId}`}>
            {t('directory.card.household')}
          </LinkButton>
        )
      }
    >
      <p>
        {roleWords(t, one).map((word) => (
          <span key={word}>
            <Badge>{word}</Badge>{' '}
          </span>
        ))}
        {one.tags.map((tag) => (
          <span key={tag}>
            <Badge tone="info" icon="filter">
              {tag}
            </Badge>{' '}
          </span>
        ))}
      </p>
      {alike.map((other) => (
        <Card key={other.id} title={t('directory.card.alike', { nameText: other.name })} icon="people">
          <Actions>
            <LinkButton icon="compare" href={hrefOf(c, `/doublons/${id}/${other.id}`)}>
              {t('directory.duplicates.look')}
            </LinkButton>
          </Actions>
        </Card>
      ))}
      <Card title={t('directory.card.reach')} icon="phone">
        <DefinitionList items={facts} />
        {one.fromPeople ? (
          <p class="soft">{t('directory.card.fromPeople')}</p>
        ) : (
          <Disclosure summary={t('directory.card.change')} open={part === 'who'}>
            <Form
              action={`${cardHref(c)}/modifier`}
              issues={whoForm.issues}
              typed={whoForm.typed}
              idempotencyKey={whoForm.key}
            >
              <WhoFields c={c} one={one} territories={territories} />
              <Actions>
                <Button>{t('directory.card.save')}</Button>
              </Actions>
            </Form>
          </Disclosure>
        )}
        {one.confirmedOn && one.confirmedOn < today && (
          <form method="post" action={`${cardHref(c)}/confirmer`}>
            <HiddenKey value={freshForm().key} />
            <Button kind="quiet" icon="check">
              {t('directory.card.confirm')}
            </Button>
          </form>
        )}
      </Card>
      <RoleCard
        c={c}
        one={one}
        form={formOf('role')}
        open={part === 'role'}
        partners={partners}
        territories={territories}
      />
      <ConsentCard c={c} consents={consents} form={formOf('consent')} open={part === 'consent'} />
      <Card title={t('directory.tags.title')} icon="filter">
        <Form
          action={`${cardHref(c)}/etiquettes`}
          issues={tagForm.issues}
          typed={tagForm.typed}
          idempotencyKey={tagForm.key}
        >
          <TextField
            name="tags"
            label={t('directory.tags.label')}
            hint={t('directory.tags.hint')}
            value={one.tags.join(', ')}
            suggestions={tags.map(({ tag }) => tag)}
            maxLength={400}
            optional
          />
          <Actions>
            <Button>{t('directory.tags.save')}</Button>
          </Actions>
        </Form>
      </Card>
      {merges.length > 0 && (
        <ul class="soft small">
          {merges.map(({ at, by }) => (
            <li key={at.toISOString()}>
              {t('directory.card.merged', { whenText: t.instant(at), nameText: by ?? '–' })}
            </li>
          ))}
        </ul>
      )}
      <RowList>
        <RowLink
          href={hrefOf(c, `/doublons/chercher/${id}`)}
          icon="compare"
          title={t('directory.duplicates.mergeWith')}
        />
        {!one.fromPeople && (
          <RowLink href={`${cardHref(c)}/effacer`} icon="delete" title={t('directory.card.forget')} />
        )}
      </RowList>
    </DeskPage>
  )
}

/** One a line; the first is the one that is written to. */
function Ways({ list, mail = false }: { list: readonly (string | null)[]; mail?: boolean }) {
  const known = list.filter((each) => each !== null)
  if (known.length === 0) return <>–</>
  return (
    <>
      {known.map((each) => (
        <div key={each}>
          <a href={mail ? `mailto:${each}` : `tel:${each.replace(/[^\d+]/g, '')}`}>{each}</a>
        </div>
      ))}
    </>
  )
}
