/* A body tells which blocks it has, so that headings, lists and tables can be pasted as blocks. */

(() => {
  const { StreamBlockDefinition } = window.wagtailStreamField.blocks;

  class ArticleStreamDefinition extends StreamBlockDefinition {
    render(placeholder, prefix, ...state) {
      const stream = super.render(placeholder, prefix, ...state);
      (window.newsroomBodies ??= new Map()).set(prefix, stream);
      return stream;
    }
  }

  window.telepath.register("newsroom.ArticleStream", ArticleStreamDefinition);
})();
