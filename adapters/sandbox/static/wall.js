// The wall: posts, newest first, with the comments and their threads below them.

import { clone, onText, put, showDelivery, sign } from "./dom.js";

export class Wall {
  #list;
  #send;
  #posts = new Map();
  #comments = new Map();
  #replyTo = new Map();

  constructor(list, send) {
    this.#list = list;
    this.#send = send;
  }

  show(state, deliveries) {
    const present = new Set(state.posts.map((post) => post.id));
    const comments = new Set(state.posts.flatMap((post) => post.comments.map((comment) => comment.id)));
    if (isMissing(this.#posts, present) || isMissing(this.#comments, comments)) {
      this.#clear(); // The sandbox was reset.
    }
    for (const post of state.posts.toReversed()) {
      this.#showPost(post, deliveries);
    }
  }

  #clear() {
    this.#list.replaceChildren();
    this.#posts.clear();
    this.#comments.clear();
    this.#replyTo.clear();
  }

  #showPost(post, deliveries) {
    const element = this.#posts.get(post.id) ?? this.#addPost(post);
    showDelivery(element, deliveries.get(`wall_post_new ${post.id}`));
    for (const comment of post.comments) {
      const shown = this.#comments.get(comment.id) ?? this.#addComment(element, comment);
      if (comment.author === "person") {
        showDelivery(shown, deliveries.get(`wall_reply_new ${comment.id}`));
      }
    }
  }

  #addPost(post) {
    const element = clone("post");
    element.dataset.postId = post.id;
    sign(element, post);
    put(element, ".text", post.text);
    this.#prepareForm(element, post.id);
    this.#list.prepend(element);
    this.#posts.set(post.id, element);
    return element;
  }

  #addComment(post, comment) {
    const element = clone("comment");
    element.dataset.commentId = comment.id;
    sign(element, comment);
    put(element, ".text", comment.text);
    element.querySelector(".reply").addEventListener("click", () => this.#reply(post, comment));
    const thread = this.#comments.get(comment.parents_stack[0]);
    (thread?.querySelector(".replies") ?? post.querySelector(".comments")).append(element);
    this.#comments.set(comment.id, element);
    return element;
  }

  #prepareForm(post, postId) {
    const form = post.querySelector(".comment-form");
    form.querySelector(".cancel-reply").addEventListener("click", () => this.#reply(post, null));
    onText(form, async (text) => {
      const reply = this.#replyTo.get(post)?.id ?? null;
      const sent = await this.#send("comment", { post_id: postId, text, reply_to_comment: reply });
      if (sent) {
        this.#reply(post, null);
      }
      return sent;
    });
  }

  #reply(post, comment) {
    this.#replyTo.set(post, comment);
    const form = post.querySelector(".comment-form");
    form.querySelector(".replying").hidden = comment === null;
    put(form, ".replying-to", comment?.author_name ?? "");
    form.querySelector("textarea").focus();
  }
}

function isMissing(shown, present) {
  return [...shown.keys()].some((id) => !present.has(id));
}
