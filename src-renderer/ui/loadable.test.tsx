// @vitest-environment happy-dom
import { act, cleanup, render } from "@testing-library/react";
import { Component, type ReactNode } from "react";
import { afterEach, expect, it } from "vitest";
import { loadable } from "./loadable.tsx";

afterEach(cleanup);

const Name = ({ of }: { of: string }) => <b>{of}</b>;

/** As the page has one: says what went wrong, and shows its content anew when asked. */
class Boundary extends Component<{ readonly children: ReactNode }, { readonly failure: unknown }> {
  override state = { failure: null as unknown };
  static getDerivedStateFromError(failure: unknown): { readonly failure: unknown } {
    return { failure };
  }
  override render(): ReactNode {
    return this.state.failure === null ? this.props.children : <button onClick={() => this.setState({ failure: null })}>{String(this.state.failure)}</button>;
  }
}

it("draws at once what was fetched ahead, and fetches it once", async () => {
  let loads = 0;
  const part = loadable(async () => ((loads += 1), Name), "loading");
  part.fetchAhead();
  part.fetchAhead();
  await act(async () => undefined);
  expect([render(<part.Component of="a" />).container.innerHTML, loads]).toEqual(["<b>a</b>", 1]);
});

it("draws what was not as soon as it has come", async () => {
  const came = Promise.withResolvers<typeof Name>();
  const part = loadable(() => came.promise, "loading");
  const { container } = render(
    <>
      <part.Component of="a" />
      <part.Component of="b" />
    </>,
  );
  expect(container.innerHTML).toBe("loadingloading");
  const began = performance.now();
  await act(async () => came.resolve(Name));
  // React would hold back what had suspended for 300 ms.
  expect([container.innerHTML, performance.now() - began < 200]).toEqual(["<b>a</b><b>b</b>", true]);
});

it("says that it could not be fetched where it is shown, and fetches it again", async () => {
  let isDown = true;
  const part = loadable(async () => {
    if (isDown) throw new Error("no network");
    return Name;
  }, "loading");
  part.fetchAhead();
  await act(async () => undefined);
  const { container } = render(
    <Boundary>
      <part.Component of="a" />
    </Boundary>,
  );
  await act(async () => undefined);
  expect(container.textContent).toBe("Error: no network");
  isDown = false;
  await act(async () => container.querySelector("button")?.click());
  expect(container.innerHTML).toBe("<b>a</b>");
});
