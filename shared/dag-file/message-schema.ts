/** `on_failure` and its like: whom to tell of what. A channel's name is enough; texts of one's own are templates. */
import { z } from "zod";
import { Text, TextList } from "./field-forms.ts";

export const MessageForm = z.strictObject({
  channel: TextList.meta({ description: "Channel of dagwright.json, or a list of them." }),
  subject: Text.optional().meta({ description: "Subject of the message; a template." }),
  message: Text.optional().meta({ description: "Text of the message; a template." }),
});
const error = "the name of a channel, a list of names, or {channel: …, message: …}";
const OnForm = z.union([TextList, MessageForm, z.array(z.union([Text, MessageForm], { error }), { error })], { error });

export const onForm = (what: string) => OnForm.optional().meta({ description: `Channels that are told when ${what}.` });

export const taskMessageFields = {
  on_failure: onForm("it failed for good"),
  on_success: onForm("it succeeded"),
  on_retry: onForm("a try failed and another one follows"),
  on_skipped: onForm("it was skipped"),
  on_deadline: onForm("one of its deadlines is missed"),
};
export const dagMessageFields = {
  on_failure: onForm("a run failed"),
  on_success: onForm("a run succeeded"),
  on_retry: onForm("a try of any of its tasks failed and another one follows"),
  on_skipped: onForm("any of its tasks was skipped"),
  on_deadline: onForm("one of its deadlines, or of its tasks', is missed"),
};

export const notifyFields = {
  channel: TextList.meta({ description: "Channel of dagwright.json, or a list of them." }),
  subject: Text.optional().meta({ description: "Subject of the message; a template." }),
  message: Text.meta({ description: "Text of the message; a template." }),
};
