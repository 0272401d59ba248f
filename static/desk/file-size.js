/* A file that is too large is refused beside its field, and not sent: in forms, in the windows in
   which a picture or a document is chosen, and where several are uploaded at once. */

{
  const { most, words } = document.currentScript.dataset;
  const MEGABYTE = 1024 * 1024;

  const sentence = ({ name, size }) =>
    words.replace("{name}", name).replace("{size}", Math.ceil(size / MEGABYTE));

  const tell = (field, refused) => {
    const id = "desk-file-too-large";
    document.getElementById(id)?.remove();
    if (refused.length === 0) return;
    const told = document.createElement("p");
    Object.assign(told, { id, className: "desk-too-large error-message" });
    told.setAttribute("role", "alert");
    told.textContent = refused.map(sentence).join(" ");
    (field.closest(".drop-zone, .w-field") ?? field.parentElement).append(told);
  };

  // Ahead of what Wagtail does with the file.
  document.addEventListener(
    "change",
    ({ target }) => {
      if (target.type !== "file") return;
      const files = [...target.files];
      const refused = files.filter((file) => file.size > Number(most));
      tell(target, refused);
      if (refused.length === 0) return;
      const kept = new DataTransfer();
      for (const file of files) if (!refused.includes(file)) kept.items.add(file);
      target.files = kept.files;
    },
    true,
  );

  document.addEventListener(
    "drop",
    (event) => {
      const field = event.target.closest?.(".drop-zone")?.querySelector("[type=file]");
      const refused = [...(event.dataTransfer?.files ?? [])].filter((file) => file.size > Number(most));
      if (!field || refused.length === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(field, refused);
    },
    true,
  );
}
