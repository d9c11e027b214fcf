import { useState, type ReactNode } from 'react';
import { Button, FieldError, Form, Label, Text, TextArea, TextField } from 'react-aria-components';
import type { ShownNote } from '../api/types.js';
import { useAction } from '../api/use-load.js';
import { usePage } from '../page-context.js';
import { Window } from '../parts/confirm.js';
import { ProblemNotice } from '../parts/notice.js';
import { nameOfSides, RecordLine } from '../parts/record.js';
import { texts, wordsOf } from '../texts.js';
import { SettleMatch } from './settle-match.js';

const words = texts.notes;

interface NoteProps {
  readonly note: ShownNote;
  readonly onChanged: (text: string) => void;
}

/** One note: its record on both sides, and what can be done about it (rules H1, H3). */
export function Note({ note, onChanged }: NoteProps): ReactNode {
  const { api, format, openHistory } = usePage();
  const { type, recordId, bpro, qbo, candidates, fields, dismissedReason } = note;
  const name = nameOfSides(bpro, qbo, recordId);
  const path = `/notes/${type}/${encodeURIComponent(recordId)}`;
  const rerun = useAction(async () => {
    await api.send('POST', `${path}/rerun`, {});
    onChanged(words.rerunDone);
  });
  const restore = useAction(async () => {
    await api.send('POST', `${path}/restore`, {});
    onChanged(words.updated);
  });
  return (
    <article className="bqs-note" aria-label={name}>
      <p className="bqs-note-type">{wordsOf(texts.types, type)}</p>
      {bpro ? (
        <p>
          <RecordLine record={bpro} side={texts.bpro} />
        </p>
      ) : null}
      {qbo ? (
        <p>
          <RecordLine record={qbo} side={texts.qbo} />
        </p>
      ) : null}
      {!bpro && !qbo ? (
        <p>
          <bdi className="bqs-name">{recordId}</bdi>
        </p>
      ) : null}
      {fields.length > 0 ? (
        <p className="bqs-hint">{fields.map((field) => wordsOf(texts.fields, field)).join(', ')}</p>
      ) : null}
      {note.cause ? <p className="bqs-hint">{words.cause}.</p> : null}
      <p className="bqs-hint">
        {words.seen(note.times, format.instant(note.firstSeenAt), format.instant(note.lastSeenAt))}
        {note.qboCode === null ? '' : ` · ${words.code(note.qboCode, note.intuitTid ?? '')}`}
        {` · ${note.rule}`}
      </p>
      {dismissedReason === null ? null : (
        <p>
          <bdi>{words.dismissedWith(dismissedReason)}</bdi>
        </p>
      )}
      {candidates.length > 0 ? (
        <SettleMatch
          row={{ type, bpro, qbo, candidates }}
          onSettled={() => {
            onChanged(texts.plan.settled);
          }}
        />
      ) : null}
      <ProblemNotice problem={rerun.error ?? restore.error} />
      <div className="bqs-row">
        {note.status === 'open' ? (
          <>
            <Button
              className="bqs-button"
              aria-disabled={rerun.busy}
              aria-label={`${words.rerun}: ${name}`}
              onPress={() => {
                rerun.run();
              }}
            >
              {words.rerun}
            </Button>
            <Dismiss path={path} name={name} onChanged={onChanged} />
          </>
        ) : (
          <Button
            className="bqs-button"
            aria-disabled={restore.busy}
            aria-label={`${words.restore}: ${name}`}
            onPress={() => {
              restore.run();
            }}
          >
            {words.restore}
          </Button>
        )}
        <Button
          className="bqs-button bqs-quiet"
          aria-label={`${texts.history.record}: ${name}`}
          onPress={() => {
            openHistory({ type, recordId, name });
          }}
        >
          {texts.history.record}
        </Button>
      </div>
    </article>
  );
}

interface DismissProps {
  readonly path: string;
  readonly name: string;
  readonly onChanged: (text: string) => void;
}

function Dismiss({ path, name, onChanged }: DismissProps): ReactNode {
  const { api } = usePage();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const { run, busy, error } = useAction(async () => {
    await api.send('POST', `${path}/dismiss`, { reason: reason.trim() });
    setOpen(false);
    onChanged(words.updated);
  });
  const close = (): void => {
    setOpen(false);
  };
  return (
    <>
      <Button
        className="bqs-button"
        aria-label={`${words.dismiss}: ${name}`}
        onPress={() => {
          setOpen(true);
        }}
      >
        {words.dismiss}
      </Button>
      <Window title={words.dismissTitle} isOpen={isOpen} onClose={close}>
        <Form
          className="bqs-form"
          onSubmit={(event) => {
            event.preventDefault();
            run();
          }}
        >
          <TextField className="bqs-field" value={reason} onChange={setReason} isRequired maxLength={500}>
            <Label>{words.reason}</Label>
            <TextArea rows={3} />
            <Text slot="description" className="bqs-hint">
              {words.reasonHint}
            </Text>
            <FieldError className="bqs-field-error" />
          </TextField>
          <ProblemNotice problem={error} />
          <div className="bqs-row bqs-end">
            <Button className="bqs-button" onPress={close}>
              {texts.cancel}
            </Button>
            <Button className="bqs-button bqs-primary" type="submit" aria-disabled={busy}>
              {words.dismiss}
            </Button>
          </div>
        </Form>
      </Window>
    </>
  );
}
