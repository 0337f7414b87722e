/** Keeps a broken page from taking the window with it: says so, offers to draw it again, keeps the details to copy. */
import { Component, type ReactNode } from "react";
import { t } from "../strings/t.ts";
import { ErrorState } from "../ui/error-state.tsx";

interface Props {
  /** What is inside, as the start of a sentence: "This page". */
  readonly where: string;
  readonly children: ReactNode;
}

interface State {
  readonly thrown: unknown;
  readonly broken: boolean;
}

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { thrown: null, broken: false };

  static getDerivedStateFromError(thrown: unknown): State {
    return { thrown, broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    const { thrown } = this.state;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const details = thrown instanceof Error && thrown.stack !== undefined ? { stack: thrown.stack } : {};
    return (
      <ErrorState
        title={t("{{where}} could not be drawn", { where: this.props.where })}
        failure={{ code: "internal", message, details }}
        onRetry={() => this.setState({ thrown: null, broken: false })}
      />
    );
  }
}
