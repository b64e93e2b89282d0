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
from django.template.loader_tags import IncludeNode, do_include
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.html import conditional_escape

from publishing.site import path_of

register = template.Library()
MOST = 2_048  # texts of components; those used last
LONGEST = 500  # letters of a value: strangers could fill the memory with addresses that they make up


class Component(IncludeNode):
    def render(self, context):
        values = [value.resolve(context) for value in self.extra_context.values()]
        name, engine = self.template.var, context.template.engine
        if engine.debug or not all(map(is_plain, values)):
            given = dict(zip(self.extra_context, values, strict=True))
            return engine.get_template(name).render(context.new(given))
        return _written(name, context.autoescape, tuple(self.extra_context), *values)


def is_plain(value):
    """Not an instant: it is shown in a zone, which is no value of its own."""
    if isinstance(value, str):
        return len(value) <= LONGEST
    return value is None or type(value) is date or isinstance(value, int)


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
