/** Where messages go, each with a button that sends a test. */
import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ChannelInfo } from "../../../shared/contract/messages.ts";
import { toFailure } from "../../rpc/failure.ts";
import { useRpc } from "../../rpc/rpc-provider.tsx";
import { t } from "../../strings/t.ts";
import { HealthCard } from "./health-card.tsx";
import styles from "./health-page.module.css";

export function ChannelsCard(): ReactNode {
  const { data, error } = useQuery(useRpc().messages.channels.queryOptions({ input: {} }));
  return (
    <HealthCard title={t("Message channels")} light={error === null ? null : ["bad", t("Could not be read")]}>
      {data?.channels.length === 0 && <p className="dw-dim">{t("None yet. Name them under channels in dagwright.json.")}</p>}
      {data?.channels.map((channel) => (
        <Channel key={channel.id} channel={channel} />
      ))}
    </HealthCard>
  );
}

const kinds: Readonly<Record<ChannelInfo["kind"], string>> = { slack: t("Slack"), webhook: t("Webhook"), mail: t("Mail") };

function Channel({ channel: { id, kind, to } }: { channel: ChannelInfo }): ReactNode {
  const { mutate, isPending, data, error } = useMutation(useRpc().messages.test.mutationOptions());
  const trouble = error === null ? data?.reason : toFailure(error).message;
  return (
    <div className={styles.channel}>
      <span className={styles.channelName}>
        <strong>{id}</strong> <span className="dw-dim">{kinds[kind]} · {to}</span>
      </span>
      <Button size="compact-xs" variant="default" loading={isPending} aria-label={t("Send a test message to {{id}}", { id })} onClick={() => mutate({ channel: id })}>
        {t("Send a test message")}
      </Button>
      <span className={trouble ? styles.channelTrouble : styles.channelAnswer} role="status">
        {trouble ? t("Not sent: {{trouble}}", { trouble }) : data?.ok === true ? t("Sent") : ""}
      </span>
    </div>
  );
}
