import type { Context } from 'hono'
import { freshForm } from '../../../kit/http.ts'
import { Button, LinkButton } from '../../../kit/ui/button.tsx'
import { Form, HiddenKey } from '../../../kit/ui/form.tsx'
import { TextField } from '../../../kit/ui/inputs.tsx'
import { RowItem, RowList } from '../../../kit/ui/navigation.tsx'
import { Badge } from '../../../kit/ui/parts.tsx'
import { read, type CaisseEnv } from '../../caisses/web.ts'
import { roleWords } from '../../directory/say-role.ts'
import { listBook } from '../../directory/store/book.ts'
import { getGroup } from '../store/groups.ts'
import { membersOfGroup } from '../store/members.ts'
import { GroupPage, hrefOf } from './frame.tsx'

const SHOWN = 20

/** Somebody of the address book comes into the group: with or without an address of their own. */
export async function memberSearchPage(c: Context<CaisseEnv>) {
  const t = c.get('t')
  const today = c.get('today')
  const groupId = c.req.param('group')!
  const search = c.req.query('q') ?? ''
  const { group, members, found } = await read(c, async (tx) => ({
    group: await getGroup(tx, today, groupId),
    members: new Set((await membersOfGroup(tx, groupId, today)).map(({ contactId }) => contactId)),
    found: search.trim() === '' ? [] : (await listBook(tx, today, { search, limit: SHOWN })).people,
  }))
  return (
    <GroupPage
      c={c}
      title={t('groups.members.addTitle', { nameText: group.name })}
      breadcrumb={[
        { href: hrefOf(c), label: t('groups.nav') },
        { href: hrefOf(c, `/${groupId}`), label: group.name },
      ]}
    >
      <Form method="get">
        <div class="form-row">
          <TextField name="q" type="search" label={t('groups.members.search')} value={search} autofocus />
          <Button kind="primary" icon="search">
            {t('groups.members.go')}
          </Button>
        </div>
      </Form>
      {search !== '' && found.length === 0 && (
        <>
          <p>{t('groups.members.notFound')}</p>
          <LinkButton icon="add" href={`/c/${c.get('caisse').slug}/annuaire/ajouter`}>
            {t('directory.book.add')}
          </LinkButton>
        </>
      )}
      <RowList>
        {found.map((one) => (
          <RowItem
            key={one.id}
            icon="person"
            title={one.name}
            text={[...roleWords(t, one), one.territoryName].filter(Boolean).join(' · ')}
            aside={
              members.has(one.id) ? (
                <Badge icon="check">{t('groups.members.inside')}</Badge>
              ) : (
                <form method="post" action={hrefOf(c, `/${groupId}/membres`)}>
                  <HiddenKey value={freshForm().key} />
                  <input type="hidden" name="contactId" value={one.id} />
                  <Button icon="add">{t('groups.members.add')}</Button>
                </form>
              )
            }
          />
        ))}
      </RowList>
    </GroupPage>
  )
}
