/** Waiting, said and shown. Stands still where motion is unwelcome (style.css). */
export function Spinner(props: { text: string }) {
  return (
    <p class="waiting" role="status">
      <span class="spinner" aria-hidden="true" />
      <span>{props.text}</span>
    </p>
  );
}
