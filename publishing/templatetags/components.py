"""Parts of templates that each process writes once, since they are functions of what they are given.

`{% include "…" with … only %}` sees nothing of the page; where it is given plain values alone, the same ones give the
same text, on whatever page and at whatever hour. So does `{% translate "…" %}`, for the interface has one language, and
`{% url "…" %}`.
"""

from datetime import date
from functools import cache, lru_cache

from django import template
from django.template import Context, Engine
from django.template.defaulttags import URLNode, url as do_url
from django.template.loader_tags import (
    BLOCK_CONTEXT_KEY,
    BlockContext,
    BlockNode,
    ExtendsNode,
    IncludeNode,
    do_extends,
    do_include,
)
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.html import conditional_escape

from publishing.site import path_of

register = template.Library()
MOST = 2_048  # texts of components; those used last
LONGEST = 500  # letters of a value: strangers could fill the memory with addresses that they make up


class Component(IncludeNode):
    looked_up = None  # its template

    def render(self, context):
        if context.template.engine.debug:
            return super().render(context)
        values = [value.resolve(context) for value in self.extra_context.values()]
        if all(map(is_plain, values)):
            return _written(self.template.var, context.autoescape, tuple(self.extra_context), *values)
        self.looked_up = self.looked_up or context.template.engine.get_template(self.template.var)
        given = Context(dict(zip(self.extra_context, values, strict=True)), autoescape=context.autoescape)
        given.template, given.render_context = context.template, context.render_context
        return self.looked_up.render(given)


def is_plain(value):
    """Not an instant: it is shown in a zone, which is no value of its own."""
    if isinstance(value, str):
        return len(value) <= LONGEST
    if isinstance(value, tuple):
        return all(map(is_text, value))
    return value is None or type(value) is date or isinstance(value, int)


def is_text(value):
    """Within a tuple a text that is safe would be taken for the same one that is not."""
    return all(map(is_text, value)) if isinstance(value, tuple) else type(value) is str and is_plain(value)


def component(name, **values):
    """The same for a tag, which has the values at hand."""
    if all(map(is_plain, values.values())) and not Engine.get_default().debug:
        return _written(name, True, tuple(values), *values.values())
    return Engine.get_default().get_template(name).render(Context(values))


@lru_cache(MOST, typed=True)  # typed: a text that is safe is another one
def _written(name, is_escaped, names, *values):
    given = Context(dict(zip(names, values, strict=True)), autoescape=is_escaped)
    return Engine.get_default().get_template(name).render(given)


@register.tag
def include(parser, token):
    node = do_include(parser, token)
    if node.isolated_context and isinstance(node.template.var, str) and not node.template.filters:
        node.__class__ = Component
    return node


class Extends(ExtendsNode):
    """Which template its own is within, and what blocks that has, is looked up once."""

    above = None  # (the template, its blocks)

    def render(self, context):
        if context.template.engine.debug or not isinstance(self.parent_name.var, str):
            return super().render(context)
        self.above = self.above or self._looked_up(context)
        template, blocks = self.above
        told = context.render_context.setdefault(BLOCK_CONTEXT_KEY, BlockContext())
        told.add_blocks(self.blocks)
        told.add_blocks(blocks)
        with context.render_context.push_state(template, isolated_context=False):
            return template._render(context)

    def _looked_up(self, context):
        """A template that is within another one adds its blocks itself."""
        template = self.get_parent(context)
        is_outermost = not template.nodelist.get_nodes_by_type(ExtendsNode)
        blocks = template.nodelist.get_nodes_by_type(BlockNode) if is_outermost else []
        return template, {block.name: block for block in blocks}


@register.tag
def extends(parser, token):
    node = do_extends(parser, token)
    node.__class__ = Extends
    return node


class Written(template.Node):
    """What `write` makes of a value: HTML, in which it has escaped each text. Nothing is written of nothing."""

    def __init__(self, value, write):
        self.value, self.write = value, write

    def render(self, context):
        value = self.value.resolve(context)
        return self.write(value) if value else ""


def written(write):
    """A tag for lists and the like, `{% name value %}`: Django's own tags take three times as long to write them."""

    def tag(parser, token):
        _name, value = token.split_contents()
        return Written(parser.compile_filter(value), write)

    return tag


class Words(TranslateNode):
    def render(self, _context):
        return self.text()

    @cache  # noqa: B019  templates live as long as the process
    def text(self):
        return super().render(Context())


@register.tag("translate")
def translate(parser, token):
    node = do_translate(parser, token)
    expression = node.filter_expression
    if expression.var.literal is not None and not (expression.filters or node.asvar or node.message_context):
        node.__class__ = Words
    return node


class Path(URLNode):
    def render(self, context):
        values = [value.resolve(context) for value in self.args]
        if not all(map(is_plain, values)):
            return super().render(context)
        path = path_of(self.view_name.var, *values)
        return conditional_escape(path) if context.autoescape else path


@register.tag
def url(parser, token):
    node = do_url(parser, token)
    is_named = isinstance(node.view_name.var, str) and not node.view_name.filters
    if is_named and not (node.kwargs or node.asvar):
        node.__class__ = Path
    return node
