import type { Context } from 'hono'
import type { ComponentChildren } from 'preact'
import type { FormState } from '../../../../kit/http.ts'
import { Actions, Button } from '../../../../kit/ui/button.tsx'
import { Form } from '../../../../kit/ui/form.tsx'
import { TextField } from '../../../../kit/ui/inputs.tsx'
import { Disclosure } from '../../../../kit/ui/parts.tsx'
import type { CaisseEnv } from '../../../caisses/web.ts'
import { BLOCKS, type PageText } from '../../rules/page.ts'
import { Body, type BlockData } from '../blocks.tsx'

/** A text as visitors would see it. */
export type Preview = { text: PageText; data: BlockData }

type EditorProps = {
  c: Context<CaisseEnv>
  form: FormState
  text: PageText | undefined
  home?: boolean
  /** Fields before the text. */
  before?: ComponentChildren
}

/** Title, sentence and text; looked at, kept or shown to everyone. */
export function Editor({ c, form, text, home = false, before }: EditorProps) {
  const t = c.get('t')
  return (
    <Form issues={form.issues} typed={form.typed} idempotencyKey={form.key}>
      {before}
      <TextField
        name="title"
        label={t('site.desk.form.title')}
        hint={t('site.desk.form.titleHint')}
        value={text?.title ?? ''}
        maxLength={120}
      />
      <TextField
        name="lead"
        label={t(home ? 'site.desk.form.leadHome' : 'site.desk.form.lead')}
        value={text?.lead ?? ''}
        maxLength={300}
        optional
      />
      <TextField
        name="body"
        label={t('site.desk.form.body')}
        hint={t('site.desk.form.bodyHint')}
        value={text?.body ?? ''}
        rows={18}
        optional
      />
      <BlockList c={c} />
      <Actions sticky>
        <Button kind="primary" icon="send" name="act" value="publish">
          {t('site.desk.form.publish')}
        </Button>
        <Button icon="save" name="act" value="save">
          {t('site.desk.form.save')}
        </Button>
        <Button icon="show" name="act" value="preview">
          {t('site.desk.form.preview')}
        </Button>
      </Actions>
    </Form>
  )
}

export function BlockList({ c }: { c: Context<CaisseEnv> }) {
  const t = c.get('t')
  return (
    <Disclosure summary={t('site.desk.form.blocks')}>
      <p>{t('site.desk.form.blocksText')}</p>
      <dl class="block-list">
        {BLOCKS.map((block) => (
          <div key={block}>
            <dt>
              <code>{`[[${block}]]`}</code>
            </dt>
            <dd>{t(`site.desk.block.${block}`)}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  )
}

export function PreviewOf({ c, preview, note }: { c: Context<CaisseEnv>; preview: Preview; note?: string }) {
  const { text, data } = preview
  const t = c.get('t')
  return (
    <section class="preview" aria-labelledby="apercu" id="apercu-page">
      <h2 class="preview-title" id="apercu" tabIndex={-1} autofocus>
        {t('site.desk.preview')}
        {note && <span class="soft small"> {note}</span>}
      </h2>
      <div class="preview-page site-body">
        <p class="preview-heading">{text.title}</p>
        {text.lead && <p class="lead">{text.lead}</p>}
        <Body c={c} body={text.body} data={data} />
      </div>
    </section>
  )
}
