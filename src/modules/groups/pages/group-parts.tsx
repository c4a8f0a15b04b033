import type { Context } from 'hono'
import { freshForm, type FormState } from '../../../kit/http.ts'
import { Actions, Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { DateField, FileField, SelectField, TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Card, Disclosure } from '../../../kit/ui/parts.tsx'
import { Prose } from '../../../kit/ui/prose.tsx'
import type { CaisseEnv } from '../../caisses/web.ts'
import type { Group, Need } from '../store/groups.ts'
import type { GroupMember } from '../store/members.ts'
import type { Entry, GroupPaper } from '../store/work.ts'
import { hrefOf, type Viewer } from './frame.tsx'

/** Which of the page's forms comes back with what was typed in it. */
export type Part = 'task' | 'entry' | 'need' | 'file'

export type Seen = {
  c: Context<CaisseEnv>
  group: Group
  viewer: Viewer
  /** May write what the group does. */
  works: boolean
  formOf: (part: Part) => FormState
  open: (part: Part) => boolean
}

export function Needs({
  c,
  group,
  works,
  formOf,
  open,
  needs,
  others,
}: Seen & { needs: readonly Need[]; others: readonly Group[] }) {
  const t = c.get('t')
  const form = formOf('need')
  if (needs.length === 0 && !works) return null
  return (
    <section class="stack" id="attentes">
      <h2>{t('groups.need.title')}</h2>
      {needs.length === 0 && <p>{t('groups.need.none')}</p>}
      <RowList>
        {needs.map((need) => (
          <RowItem
            key={need.id}
            icon={need.metOn ? 'success' : 'wait'}
            title={need.what}
            text={[
              need.groupId === group.id
                ? t('groups.need.from', { nameText: need.fromGroupName })
                : t('groups.need.for', { nameText: need.groupName }),
              need.metOn
                ? t('groups.need.metOn', { day: need.metOn })
                : need.neededOn && t('groups.need.neededOn', { day: need.neededOn }),
            ]
              .filter(Boolean)
              .join(' · ')}
            aside={
              works && (
                <form method="post" action={hrefOf(c, `/${group.id}/attentes/${need.id}/venue`)}>
                  <HiddenKey value={freshForm().key} />
                  <Button kind="quiet" name="met" value={need.metOn ? 'no' : 'yes'}>
                    {t(need.metOn ? 'groups.need.notMet' : 'groups.need.isMet')}
                  </Button>
                </form>
              )
            }
          />
        ))}
      </RowList>
      {works && others.length > 0 && (
        <Disclosure summary={t('groups.need.add')} open={open('need')}>
          <Form
            action={hrefOf(c, `/${group.id}/attentes`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
          >
            <TextField
              name="what"
              label={t('groups.need.what')}
              hint={t('groups.need.whatHint')}
              maxLength={200}
            />
            <div class="form-row">
              <SelectField
                name="fromGroupId"
                label={t('groups.need.whom')}
                options={others.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <DateField name="neededOn" label={t('groups.need.by')} optional />
            </div>
            <Actions>
              <Button icon="add">{t('groups.need.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

export function Members({
  c,
  group,
  viewer,
  members,
  inside,
}: Seen & { members: readonly GroupMember[]; inside: boolean }) {
  const t = c.get('t')
  const reach = (one: GroupMember) =>
    viewer.team || one.shares ? [one.email, one.phone].filter(Boolean).join(' · ') : ''
  return (
    <section class="stack" id="membres">
      <h2>{t('groups.members.title', { count: members.length })}</h2>
      {inside ? (
        <RowList>
          {members.map((one) => (
            <RowItem
              key={one.contactId}
              icon="person"
              title={
                viewer.team ? (
                  <a href={`/c/${c.get('caisse').slug}/annuaire/personnes/${one.contactId}`}>{one.name}</a>
                ) : (
                  one.name
                )
              }
              text={[
                one.partnerName,
                reach(one),
                one.contactId === viewer.personId && t('groups.members.you'),
              ]
                .filter(Boolean)
                .join(' · ')}
              aside={
                viewer.team && (
                  <form method="post" action={hrefOf(c, `/${group.id}/membres/retirer`)}>
                    <HiddenKey value={freshForm().key} />
                    <input type="hidden" name="contactId" value={one.contactId} />
                    <Button kind="quiet">{t('groups.members.remove')}</Button>
                  </form>
                )
              }
            />
          ))}
        </RowList>
      ) : (
        <p class="soft">{t('groups.members.hidden')}</p>
      )}
      {viewer.mine.has(group.id) && (
        <p class="soft small">
          {t('groups.members.sharing')}{' '}
          <a href={`/c/${c.get('caisse').slug}/moi/accords`}>{t('directory.own.link')}</a>
        </p>
      )}
      {viewer.team && group.status !== 'closed' && (
        <Actions>
          <LinkButton icon="add" href={hrefOf(c, `/${group.id}/membres/ajouter`)}>
            {t('groups.members.addSomebody')}
          </LinkButton>
        </Actions>
      )}
    </section>
  )
}

export function Files({
  c,
  group,
  viewer,
  works,
  formOf,
  open,
  files,
}: Seen & { files: readonly GroupPaper[] }) {
  const t = c.get('t')
  const form = formOf('file')
  return (
    <section class="stack" id="documents">
      <h2>{t('groups.files.title')}</h2>
      {files.length === 0 && <p>{t('groups.files.none')}</p>}
      <RowList>
        {files.map((file) => (
          <RowItem
            key={file.id}
            icon="document"
            title={
              <a href={hrefOf(c, `/${group.id}/documents/${file.id}`)} download>
                {file.title}
              </a>
            }
            text={t.instant(file.addedAt)}
            aside={
              viewer.team && (
                <form method="post" action={hrefOf(c, `/${group.id}/documents/retirer`)}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="fileId" value={file.id} />
                  <Button kind="quiet">{t('groups.members.remove')}</Button>
                </form>
              )
            }
          />
        ))}
      </RowList>
      {works && (
        <Disclosure summary={t('groups.files.add')} open={open('file')}>
          <Form
            action={hrefOf(c, `/${group.id}/documents`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
            files
          >
            <FileField name="file" label={t('groups.files.file')} />
            <TextField name="fileTitle" label={t('groups.files.name')} maxLength={120} optional />
            <Actions>
              <Button icon="upload">{t('groups.files.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
    </section>
  )
}

export function Log({ c, group, works, formOf, open, entries }: Seen & { entries: readonly Entry[] }) {
  const t = c.get('t')
  const form = formOf('entry')
  return (
    <section class="stack" id="journal">
      <h2>{t('groups.log.title')}</h2>
      {works && (
        <Disclosure summary={t('groups.log.add')} open={open('entry')}>
          <Form
            action={hrefOf(c, `/${group.id}/journal`)}
            issues={form.issues}
            typed={form.typed}
            idempotencyKey={form.key}
          >
            <TextField
              name="body"
              label={t('groups.log.what')}
              hint={t('groups.log.hint')}
              rows={5}
              maxLength={10000}
            />
            <DateField
              name="happenedOn"
              label={t('groups.log.day')}
              value={c.get('today')}
              max={c.get('today')}
            />
            <Actions>
              <Button icon="add">{t('groups.log.confirm')}</Button>
            </Actions>
          </Form>
        </Disclosure>
      )}
      {entries.length === 0 && <p>{t('groups.log.none')}</p>}
      {entries.map((entry) => (
        <Card key={entry.id} title={t.day(entry.happenedOn)} level={3} look="sunk">
          <Prose markdown={entry.body} level={4} />
        </Card>
      ))}
    </section>
  )
}
