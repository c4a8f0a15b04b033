import type { Translate } from '../../../kit/i18n/translate.ts'
import { type Fields, requiredFile, textField } from '../../../kit/http.ts'
import { RadioCards } from '../../../kit/ui/choices.tsx'
import { FileField, SelectField, TextField, type Option } from '../../../kit/ui/inputs.tsx'
import { inTreeOrder, type Folder } from '../rules/folders.ts'
import { AUDIENCES, type Audience, type Viewer } from '../rules/rights.ts'
import type { Group } from '../store/viewer.ts'

const ACCEPTED =
  '.pdf,.txt,.csv,.md,.rtf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.odg,.epub,.mp3,.m4a,.ogg,image/jpeg,image/png,image/webp,image/gif'

export const DocumentFile = ({ t }: { t: Translate }) => (
  <FileField name="file" label={t('documents.file')} hint={t('documents.fileHint')} accept={ACCEPTED} />
)

export async function readFile(fields: Fields): Promise<{ file: Uint8Array; fileName: string }> {
  const { name, bytes } = await requiredFile(fields)
  return { file: bytes, fileName: name }
}

export const readShelf = (fields: Fields) => ({
  title: textField(fields, 'title'),
  description: textField(fields, 'description'),
  folderId: textField(fields, 'folderId'),
  audience: textField(fields, 'audience') as Audience,
  groupId: textField(fields, 'groupId'),
})

export function folderOptions(t: Translate, folders: readonly Folder[]): Option[] {
  const indent = (level: number) => '\u2003'.repeat(level)
  return [
    { value: '', label: t('documents.top') },
    ...inTreeOrder(folders).map(({ id, name, level }) => ({ value: id, label: `${indent(level)}${name}` })),
  ]
}

export type Choices = { folders: readonly Folder[]; groups: readonly Group[]; viewer: Viewer }

export type Shelved = {
  title?: string
  description?: string
  folderId: string | null
  audience?: Audience
  groupId?: string | null
}

/** Where a document stands and who may read it. */
export function ShelfFields({ t, choices, now }: { t: Translate; choices: Choices; now: Shelved }) {
  const { folders, groups, viewer } = choices
  const audiences = AUDIENCES.filter((audience) => (audience === 'group' ? groups.length > 0 : viewer.team))
  return (
    <>
      <SelectField
        name="folderId"
        label={t('documents.folder')}
        value={now.folderId ?? ''}
        options={folderOptions(t, folders)}
        optional
      />
      <RadioCards
        name="audience"
        label={t('documents.who')}
        value={now.audience ?? (viewer.team ? 'members' : 'group')}
        columns
        options={audiences.map((value) => ({
          value,
          label: t(`documents.audience.${value}`),
          hint: t(`documents.audienceHint.${value}`),
        }))}
      />
      {groups.length > 0 && (
        <div class="when-group">
          <SelectField
            name="groupId"
            label={t('documents.whichGroup')}
            value={now.groupId ?? ''}
            optional={viewer.team}
            options={[
              ...(viewer.team ? [{ value: '', label: t('documents.noGroup') }] : []),
              ...groups.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        </div>
      )}
      <TextField
        name="description"
        label={t('documents.description')}
        hint={t('documents.descriptionHint')}
        value={now.description ?? ''}
        rows={3}
        maxLength={2000}
        optional
      />
    </>
  )
}
