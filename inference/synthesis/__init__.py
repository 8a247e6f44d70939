"""Characters -> drawings with truth: line art, colours, index labels, trace lines, annotations and design sheets.

What the paper's section 4 makes with Cinema 4D, made here from freely licensed meshes and our own characters:
``figure`` is a character, ``posing`` moves it, ``raster`` looks at it, ``lines`` and ``toon`` draw it; ``sketching`` is
the one call that does it all.
"""
